/** Shortcuts that work on every page: ⌘K, ?, and g followed by a place. */
import { useNavigate } from "@tanstack/react-router";
import { useHotkeys } from "@/lib/use-hotkeys";
import { usePalette } from "@/stores/palette";

const projectBase = "/organizations/$orgSlug/projects/$projectSlug";

export function useGlobalShortcuts(orgSlug: string | undefined, projectSlug: string | undefined): void {
  const navigate = useNavigate();
  const opened = usePalette((state) => state.opened);
  const goInOrganization =
    (to: "/organizations/$orgSlug/projects" | "/organizations/$orgSlug/settings/members") => () => {
      if (orgSlug) navigate({ to, params: { orgSlug } });
    };
  const goInProject =
    (to: `${typeof projectBase}/${"issues" | "events" | "releases" | "stats" | "settings"}`) => () => {
      if (orgSlug && projectSlug) navigate({ to, params: { orgSlug, projectSlug } });
    };
  useHotkeys({
    "Mod+k": () => opened("palette"),
    "?": () => opened("shortcuts"),
    "g i": goInProject(`${projectBase}/issues`),
    "g e": goInProject(`${projectBase}/events`),
    "g r": goInProject(`${projectBase}/releases`),
    "g s": goInProject(`${projectBase}/stats`),
    "g ,": goInProject(`${projectBase}/settings`),
    "g p": goInOrganization("/organizations/$orgSlug/projects"),
    "g m": goInOrganization("/organizations/$orgSlug/settings/members"),
  });
}
