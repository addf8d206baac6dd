import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { organizationsQuery } from "@/features/organizations/queries";
import { Icon } from "@/ui/icon";
import { Menu, type MenuEntry } from "@/ui/menu";

export function OrganizationSwitcher({ orgSlug }: { orgSlug: string | undefined }) {
  const navigate = useNavigate();
  const { data } = useQuery(organizationsQuery());
  const organizations = data?.data ?? [];
  const current = organizations.find(({ slug }) => slug === orgSlug);
  const entries: MenuEntry[] = [
    ...organizations.map((organization) => ({
      label: organization.name,
      isChecked: organization.slug === orgSlug,
      onSelect: () =>
        navigate({ to: "/organizations/$orgSlug/projects", params: { orgSlug: organization.slug } }),
    })),
    "separator",
    { label: "All organizations", icon: "building", onSelect: () => navigate({ to: "/organizations" }) },
  ];
  return (
    <Menu
      align="start"
      entries={entries}
      button={
        <button
          type="button"
          className="flex h-8 min-w-0 flex-1 items-center gap-1 rounded-md px-1.5 text-left hover:bg-hover"
        >
          <span className="min-w-0 flex-1 truncate font-semibold text-sm">
            {current?.name ?? orgSlug ?? "MiniSentry"}
          </span>
          <Icon name="chevrons-up-down" className="size-3.5 text-ink-faint" />
        </button>
      }
    />
  );
}
