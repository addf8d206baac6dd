/** Settings pages side by side with the list of their parts. */
import { useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { PageHeader } from "@/ui/layout/page-header";

type SettingsLayoutProps = { title: string; parent?: ReactNode; links: ReactNode; children: ReactNode };

export function SettingsLayout({ title, parent, links, children }: SettingsLayoutProps) {
  const nav = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  // On a phone the list scrolls sideways, and the part one is in may lie outside.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what moves it
  useEffect(() => {
    const active = nav.current?.querySelector<HTMLElement>("[data-status=active]");
    if (nav.current && active)
      nav.current.scrollLeft = active.offsetLeft - (nav.current.clientWidth - active.offsetWidth) / 2;
  }, [path]);
  return (
    <div className="mx-auto max-w-5xl">
      <PageHeader title={title} parent={parent} />
      <div className="px-4 pb-12 sm:px-6 md:grid md:grid-cols-[11rem_minmax(0,1fr)] md:gap-8">
        <nav
          ref={nav}
          aria-label={title}
          className="relative mb-4 flex gap-1 overflow-x-auto md:mb-0 md:flex-col md:overflow-visible"
        >
          {links}
        </nav>
        <div className="min-w-0 space-y-5">{children}</div>
      </div>
    </div>
  );
}

export const settingsLinkClass =
  "shrink-0 rounded-md px-2.5 py-1.5 text-ink-soft text-sm hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-accent-ink";
