/** ⌘K: everything one can do or open from here, found by typing. */
import {
  Combobox,
  ComboboxInput,
  ComboboxOption,
  ComboboxOptions,
  Dialog,
  DialogBackdrop,
  DialogPanel,
} from "@headlessui/react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { organizationsQuery } from "@/features/organizations/queries";
import { projectsQuery } from "@/features/projects/queries";
import { type Command, usePalette } from "@/stores/palette";
import { usePreferences } from "@/stores/preferences";
import { Icon } from "@/ui/icon";
import { Kbd } from "@/ui/kbd";

type CommandPaletteProps = { orgSlug: string | undefined; projectSlug: string | undefined };

export function CommandPalette({ orgSlug, projectSlug }: CommandPaletteProps) {
  const closed = usePalette((state) => state.closed);
  const [typed, setTyped] = useState("");
  const commands = useCommands(orgSlug, projectSlug, typed);
  const found = commands.filter((command) => matches(command, typed)).slice(0, 12);
  const run = (command: Command | null) => {
    closed();
    command?.run();
  };
  return (
    <Dialog open onClose={closed} className="relative z-50">
      <DialogBackdrop className="fixed inset-0 bg-black/40" />
      <div className="fixed inset-0 p-4">
        <DialogPanel className="mx-auto mt-[10vh] w-full max-w-xl animate-rise overflow-hidden rounded-xl bg-surface shadow-pop">
          <Combobox onChange={run} immediate>
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              <Icon name="search" className="size-4 text-ink-faint" />
              <ComboboxInput
                autoFocus
                aria-label="Command"
                placeholder="Type a command, a project, a short id or an event id…"
                className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
                onChange={(event) => setTyped(event.target.value)}
              />
              <Kbd keys="Esc" />
            </div>
            <ComboboxOptions static className="max-h-96 overflow-y-auto p-1.5">
              {found.map((command) => (
                <ComboboxOption
                  key={command.id}
                  value={command}
                  className="flex cursor-pointer items-center gap-3 rounded-md px-2.5 py-2 text-sm data-focus:bg-accent-soft data-focus:text-accent-ink"
                >
                  <span className="w-24 shrink-0 truncate text-ink-faint text-xs">{command.group}</span>
                  <span className="min-w-0 flex-1 truncate">{command.label}</span>
                  {command.keys && <Kbd keys={command.keys} />}
                </ComboboxOption>
              ))}
              {found.length === 0 && (
                <div className="px-3 py-8 text-center text-ink-soft text-sm">Nothing matches “{typed}”.</div>
              )}
            </ComboboxOptions>
          </Combobox>
        </DialogPanel>
      </div>
    </Dialog>
  );
}

function matches({ label, group }: Command, typed: string): boolean {
  const text = `${group} ${label}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function useCommands(orgSlug: string | undefined, projectSlug: string | undefined, typed: string): Command[] {
  const pageCommands = usePalette((state) => state.pageCommands);
  return [
    ...useJumps(orgSlug, projectSlug, typed),
    ...pageCommands,
    ...usePlaces(orgSlug, projectSlug),
    ...useThemeCommands(),
  ];
}

/** A typed short id or event id leads straight to it. */
function useJumps(orgSlug: string | undefined, projectSlug: string | undefined, typed: string): Command[] {
  const navigate = useNavigate();
  const id = typed.trim();
  if (!orgSlug || !projectSlug) return [];
  const params = { orgSlug, projectSlug };
  if (/^[a-z0-9_-]+-\d+$/i.test(id)) {
    const issueId = id.toUpperCase();
    return [
      {
        id: "short-id",
        group: "Issue",
        label: id,
        run: () =>
          navigate({
            to: "/organizations/$orgSlug/projects/$projectSlug/issues/$issueId",
            params: { ...params, issueId },
          }),
      },
    ];
  }
  const eventId = id.replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(eventId)) return [];
  return [
    {
      id: "event-id",
      group: "Event",
      label: id,
      run: () =>
        navigate({
          to: "/organizations/$orgSlug/projects/$projectSlug/events/$eventId",
          params: { ...params, eventId },
        }),
    },
  ];
}

function usePlaces(orgSlug: string | undefined, projectSlug: string | undefined): Command[] {
  const navigate = useNavigate();
  const organizations = useQuery(organizationsQuery()).data?.data ?? [];
  const projects = useQuery({ ...projectsQuery(orgSlug ?? ""), enabled: Boolean(orgSlug) }).data?.data ?? [];
  const base = "/organizations/$orgSlug/projects/$projectSlug";
  const commands: Command[] = [];
  if (orgSlug && projectSlug) {
    const params = { orgSlug, projectSlug };
    const go = (
      label: string,
      to: `${typeof base}/${"issues" | "events" | "releases" | "stats" | "setup" | "settings" | "settings/keys" | "settings/alerts"}`,
      keys?: string,
    ) => commands.push({ id: to, group: "Go to", label, keys, run: () => navigate({ to, params }) });
    go("Issues", `${base}/issues`, "g i");
    go("Events", `${base}/events`, "g e");
    go("Releases", `${base}/releases`, "g r");
    go("Stats", `${base}/stats`, "g s");
    go("Project settings", `${base}/settings`, "g ,");
    go("Client keys (DSN)", `${base}/settings/keys`);
    go("Alerts", `${base}/settings/alerts`);
    go("Set up the SDK", `${base}/setup`);
  }
  for (const { slug, name } of projects) {
    if (!orgSlug) break;
    commands.push({
      id: `project-${slug}`,
      group: "Project",
      label: name,
      run: () => navigate({ to: `${base}/issues`, params: { orgSlug, projectSlug: slug } }),
    });
  }
  for (const { slug, name } of organizations) {
    const run = () => navigate({ to: "/organizations/$orgSlug/projects", params: { orgSlug: slug } });
    commands.push({ id: `organization-${slug}`, group: "Organization", label: name, run });
  }
  commands.push({
    id: "you",
    group: "Go to",
    label: "Your settings",
    run: () => navigate({ to: "/settings" }),
  });
  return commands;
}

function useThemeCommands(): Command[] {
  const themeChosen = usePreferences((state) => state.themeChosen);
  const opened = usePalette((state) => state.opened);
  return [
    { id: "theme-light", group: "Theme", label: "Light theme", run: () => themeChosen("light") },
    { id: "theme-dark", group: "Theme", label: "Dark theme", run: () => themeChosen("dark") },
    { id: "theme-system", group: "Theme", label: "System theme", run: () => themeChosen("system") },
    { id: "help", group: "Help", label: "Keyboard shortcuts", keys: "?", run: () => opened("shortcuts") },
  ];
}
