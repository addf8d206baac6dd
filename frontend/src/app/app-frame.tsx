/** The frame around every page of a signed-in user: navigation, toasts, palette and the shortcuts that work everywhere. */
import { useQueryClient } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { reportFailures } from "@/app/report-failures";
import { Sidebar } from "@/app/sidebar";
import { useGlobalShortcuts } from "@/app/use-global-shortcuts";
import { useMediaQuery } from "@/lib/use-media-query";
import { usePalette } from "@/stores/palette";
import { IconButton } from "@/ui/button";
import { Confirmation } from "@/ui/confirmation";
import { Drawer } from "@/ui/drawer";
import { Logo } from "@/ui/layout/logo";
import { Toaster } from "@/ui/toaster";

const CommandPalette = lazy(() =>
  import("@/app/command-palette").then((module) => ({ default: module.CommandPalette })),
);
const ShortcutsHelp = lazy(() =>
  import("@/app/shortcuts-help").then((module) => ({ default: module.ShortcutsHelp })),
);

type AppFrameProps = { orgSlug: string | undefined; projectSlug: string | undefined; children: ReactNode };

export function AppFrame({ orgSlug, projectSlug, children }: AppFrameProps) {
  const queries = useQueryClient();
  useEffect(() => reportFailures(queries), [queries]);
  useGlobalShortcuts(orgSlug, projectSlug);
  const isWide = useMediaQuery("(min-width: 1024px)");
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 font-medium text-sm text-white focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      {isWide ? (
        <aside className="sticky top-0 h-dvh border-line border-r bg-sunken">
          <Sidebar orgSlug={orgSlug} projectSlug={projectSlug} />
        </aside>
      ) : (
        <MobileBar orgSlug={orgSlug} projectSlug={projectSlug} />
      )}
      <main id="content" tabIndex={-1} className="min-w-0 focus:outline-none">
        {children}
      </main>
      <Toaster />
      <Confirmation />
      <Overlays orgSlug={orgSlug} projectSlug={projectSlug} />
    </div>
  );
}

function Overlays({ orgSlug, projectSlug }: Omit<AppFrameProps, "children">) {
  const open = usePalette((state) => state.open);
  return (
    <Suspense fallback={null}>
      {open === "palette" && <CommandPalette orgSlug={orgSlug} projectSlug={projectSlug} />}
      {open === "shortcuts" && <ShortcutsHelp />}
    </Suspense>
  );
}

function MobileBar({ orgSlug, projectSlug }: Omit<AppFrameProps, "children">) {
  const [isOpen, setIsOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what closes the drawer
  useEffect(() => setIsOpen(false), [path]);
  const opened = usePalette((state) => state.opened);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-sunken px-2">
      <IconButton icon="menu" label="Open navigation" onClick={() => setIsOpen(true)} />
      <Logo className="size-6" />
      <span className="flex-1 truncate font-semibold text-sm">MiniSentry</span>
      <IconButton icon="search" label="Search commands" onClick={() => opened("palette")} />
      <Drawer isOpen={isOpen} onClose={() => setIsOpen(false)} label="Navigation">
        <Sidebar orgSlug={orgSlug} projectSlug={projectSlug} />
      </Drawer>
    </header>
  );
}
