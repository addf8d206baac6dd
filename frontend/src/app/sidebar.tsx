/** Where one can go from here: the organization, its projects, and the pages of the open project. */
import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { OrganizationSwitcher } from "@/app/organization-switcher";
import { UserMenu } from "@/app/user-menu";
import { projectsQuery } from "@/features/projects/queries";
import { classes } from "@/lib/classes";
import { formatCompact } from "@/lib/numbers";
import { usePalette } from "@/stores/palette";
import { Icon, type IconName } from "@/ui/icon";
import { Kbd } from "@/ui/kbd";
import { Logo } from "@/ui/layout/logo";
import { PlatformIcon } from "@/ui/platform-icon";

type SidebarProps = { orgSlug: string | undefined; projectSlug: string | undefined };

export function Sidebar({ orgSlug, projectSlug }: SidebarProps) {
  const opened = usePalette((state) => state.opened);
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-13 items-center gap-2 px-3">
        <Logo className="size-6" />
        <OrganizationSwitcher orgSlug={orgSlug} />
      </div>
      <div className="px-3 pb-3">
        <button
          type="button"
          onClick={() => opened("palette")}
          className="flex h-8 w-full items-center gap-2 rounded-md bg-surface px-2 text-ink-faint text-sm shadow-card ring-1 ring-line-strong ring-inset hover:text-ink-soft"
        >
          <Icon name="search" className="size-3.5" />
          <span className="flex-1 text-left">Jump to…</span>
          <Kbd keys="⌘K" />
        </button>
      </div>
      <nav aria-label="Main" className="flex-1 space-y-5 overflow-y-auto px-3 pb-4">
        {orgSlug && projectSlug && <ProjectLinks orgSlug={orgSlug} projectSlug={projectSlug} />}
        {orgSlug && <OrganizationLinks orgSlug={orgSlug} />}
        {orgSlug && <ProjectList orgSlug={orgSlug} projectSlug={projectSlug} />}
      </nav>
      <div className="border-line border-t p-2">
        <UserMenu />
      </div>
    </div>
  );
}

function ProjectLinks({ orgSlug, projectSlug }: { orgSlug: string; projectSlug: string }) {
  const params = { orgSlug, projectSlug };
  const base = "/organizations/$orgSlug/projects/$projectSlug";
  return (
    <NavSection label={<ProjectName orgSlug={orgSlug} projectSlug={projectSlug} />}>
      <NavLink icon="inbox" label="Issues" to={`${base}/issues`} params={params} />
      <NavLink icon="list" label="Events" to={`${base}/events`} params={params} />
      <NavLink icon="message" label="Feedback" to={`${base}/feedback`} params={params} />
      <NavLink icon="package" label="Releases" to={`${base}/releases`} params={params} />
      <NavLink icon="file" label="Source maps" to={`${base}/source-maps`} params={params} />
      <NavLink icon="stats" label="Stats" to={`${base}/stats`} params={params} />
      <NavLink icon="gear" label="Project settings" to={`${base}/settings`} params={params} />
    </NavSection>
  );
}

function ProjectName({ orgSlug, projectSlug }: { orgSlug: string; projectSlug: string }) {
  const { data } = useQuery(projectsQuery(orgSlug));
  return <>{data?.data.find(({ slug }) => slug === projectSlug)?.name ?? projectSlug}</>;
}

function ProjectList({ orgSlug, projectSlug }: { orgSlug: string; projectSlug: string | undefined }) {
  const { data } = useQuery(projectsQuery(orgSlug));
  return (
    <NavSection
      label={
        <Link to="/organizations/$orgSlug/projects" params={{ orgSlug }} className="hover:text-ink">
          Projects
        </Link>
      }
      action={
        <Link
          to="/organizations/$orgSlug/projects/new"
          params={{ orgSlug }}
          aria-label="New project"
          title="New project"
          className="rounded p-0.5 hover:bg-hover hover:text-ink"
        >
          <Icon name="plus" className="size-3.5" />
        </Link>
      }
    >
      {data?.data.map((project) => (
        <Link
          key={project.id}
          to="/organizations/$orgSlug/projects/$projectSlug/issues"
          params={{ orgSlug, projectSlug: project.slug }}
          className={classes(
            "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm hover:bg-hover",
            project.slug === projectSlug ? "font-medium text-ink" : "text-ink-soft",
          )}
        >
          <PlatformIcon platform={project.platform} className="size-4.5" />
          <span className="min-w-0 flex-1 truncate">{project.name}</span>
          {project.issues_unresolved ? (
            <span
              className="text-2xs text-ink-faint tabular"
              title={`${project.issues_unresolved} unresolved issues`}
            >
              {formatCompact(project.issues_unresolved)}
            </span>
          ) : null}
        </Link>
      ))}
    </NavSection>
  );
}

function OrganizationLinks({ orgSlug }: { orgSlug: string }) {
  return (
    <NavSection label="Organization">
      <NavLink icon="list" label="All issues" to="/organizations/$orgSlug/issues" params={{ orgSlug }} />
      <NavLink
        icon="users"
        label="Members"
        to="/organizations/$orgSlug/settings/members"
        params={{ orgSlug }}
      />
      <NavLink
        icon="building"
        label="Settings"
        to="/organizations/$orgSlug/settings"
        params={{ orgSlug }}
        isExact
      />
    </NavSection>
  );
}

function NavSection({
  label,
  action,
  children,
}: {
  label: React.ReactNode;
  action?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <div>
      <div className="flex items-center justify-between px-2 pb-1 font-medium text-2xs text-ink-faint">
        <span className="truncate">{label}</span>
        {action}
      </div>
      <div className="space-y-px">{children}</div>
    </div>
  );
}

type NavLinkProps = {
  icon: IconName;
  label: string;
  to: LinkProps["to"];
  params: Record<string, string>;
  isExact?: boolean;
};

function NavLink({ icon, label, to, params, isExact = false }: NavLinkProps) {
  return (
    <Link
      to={to}
      params={params as never}
      activeOptions={{ exact: isExact, includeSearch: false }}
      className="flex h-8 items-center gap-2.5 rounded-md px-2 text-sm"
      activeProps={{ className: "bg-accent-soft font-medium text-accent-ink" }}
      inactiveProps={{ className: "text-ink-soft hover:bg-hover hover:text-ink" }}
    >
      <Icon name={icon} className="size-4" />
      {label}
    </Link>
  );
}
