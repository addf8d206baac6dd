import { createFileRoute } from "@tanstack/react-router";
import { IssuesPage } from "@/features/issues/issues-page";
import { issuesQuery } from "@/features/issues/queries";
import { filtersOf, parseIssueSearch } from "@/lib/issue-search";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/issues/")({
  validateSearch: parseIssueSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    context.queries.prefetchInfiniteQuery(issuesQuery(context.project.id, filtersOf(deps)));
  },
  component: Issues,
});

function Issues() {
  const { orgSlug } = Route.useParams();
  const { project } = Route.useRouteContext();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <IssuesPage
      orgSlug={orgSlug}
      project={project}
      search={search}
      onSearchChange={(change) =>
        navigate({ search: (before) => parseIssueSearch({ ...before, ...change }), replace: true })
      }
    />
  );
}
