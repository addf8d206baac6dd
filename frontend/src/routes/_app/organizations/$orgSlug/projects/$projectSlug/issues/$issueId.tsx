import { createFileRoute } from "@tanstack/react-router";
import { issueEventQuery } from "@/features/events/queries";
import { IssuePage } from "@/features/issues/issue-page";
import { issueQuery, issueTagsQuery } from "@/features/issues/queries";
import { type IssueSearch, parseIssueSearch } from "@/lib/issue-search";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/issues/$issueId")({
  validateSearch: (search: Record<string, unknown>): IssueSearch & { event?: string } => ({
    ...parseIssueSearch(search),
    ...(typeof search.event === "string" &&
      /^[0-9a-zA-Z-]{1,64}$/.test(search.event) && { event: search.event }),
  }),
  loaderDeps: ({ search }) => ({ event: search.event ?? "latest" }),
  loader: ({ context, params, deps }) => {
    const { queries, project } = context;
    queries.prefetchQuery(issueQuery(project.id, params.issueId));
    queries.prefetchQuery(issueEventQuery(project.id, params.issueId, deps.event));
    queries.prefetchQuery(issueTagsQuery(project.id, params.issueId));
  },
  component: Issue,
});

function Issue() {
  const { orgSlug, issueId } = Route.useParams();
  const { project } = Route.useRouteContext();
  const { event, ...listSearch } = Route.useSearch();
  return (
    <IssuePage
      key={issueId}
      orgSlug={orgSlug}
      project={project}
      issueId={issueId}
      eventId={event ?? "latest"}
      listSearch={listSearch}
    />
  );
}
