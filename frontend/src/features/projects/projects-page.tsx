import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { projectsQuery } from "@/features/projects/queries";
import { formatCompact } from "@/lib/numbers";
import type { Project } from "@/types/api";
import { Badge } from "@/ui/badge";
import { buttonClass } from "@/ui/button-class";
import { Icon } from "@/ui/icon";
import { PageHeader } from "@/ui/layout/page-header";
import { PlatformIcon } from "@/ui/platform-icon";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

export function ProjectsPage({ orgSlug }: { orgSlug: string }) {
  const { data, error, refetch } = useQuery(projectsQuery(orgSlug));
  const newProjectLink = (
    <Link
      to="/organizations/$orgSlug/projects/new"
      params={{ orgSlug }}
      className={buttonClass({ variant: "primary" })}
    >
      <Icon name="plus" className="size-3.5" />
      New project
    </Link>
  );
  return (
    <div className="mx-auto max-w-6xl">
      <PageHeader title="Projects" actions={newProjectLink} />
      <div className="px-4 pb-10 sm:px-6">
        {error && <ErrorState error={error} onRetry={refetch} />}
        {data?.data.length === 0 && (
          <div className="rounded-lg border border-line border-dashed bg-surface">
            <EmptyState icon="folder" title="Create your first project" action={newProjectLink}>
              A project is one application. It has its own DSN, issues, releases and alerts.
            </EmptyState>
          </div>
        )}
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {!data && !error && [1, 2, 3].map((index) => <Skeleton key={index} className="h-33 rounded-lg" />)}
          {data?.data.map((project) => (
            <ProjectCard key={project.id} orgSlug={orgSlug} project={project} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function ProjectCard({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const isWaiting = !project.first_event_at;
  return (
    <li>
      <Link
        to={`/organizations/$orgSlug/projects/$projectSlug/${isWaiting ? "setup" : "issues"}`}
        params={{ orgSlug, projectSlug: project.slug }}
        className="group flex h-33 flex-col rounded-lg border border-line bg-surface p-4 shadow-card transition-colors duration-100 hover:border-line-strong"
      >
        <span className="flex items-center gap-3">
          <PlatformIcon platform={project.platform} className="size-8 rounded-md text-xs!" />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-semibold text-base group-hover:text-accent-ink">
              {project.name}
            </span>
            <span className="block truncate text-ink-faint text-xs">{project.platform}</span>
          </span>
          {!project.is_active && <Badge tone="warn">paused</Badge>}
        </span>
        <span className="mt-auto flex h-13 items-end gap-6 border-line border-t pt-3">
          {isWaiting ? (
            <span className="flex items-center gap-2 text-ink-soft text-sm">
              <span className="size-2 animate-pulse rounded-full bg-level-warning" />
              Waiting for the first event
            </span>
          ) : (
            <>
              <Figure value={project.issues_unresolved} label="unresolved" />
              <Figure value={project.events_24h} label="events in 24 h" />
              <span className="ml-auto text-ink-faint text-xs">
                since <TimeAgo at={project.first_event_at} />
              </span>
            </>
          )}
        </span>
      </Link>
    </li>
  );
}

function Figure({ value, label }: { value: number | null | undefined; label: string }) {
  if (value === undefined || value === null) return null;
  return (
    <span>
      <span className="block font-semibold text-base leading-5 tabular">{formatCompact(value)}</span>
      <span className="block text-2xs text-ink-faint">{label}</span>
    </span>
  );
}
