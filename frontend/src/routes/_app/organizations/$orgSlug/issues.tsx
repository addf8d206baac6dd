import { createFileRoute } from "@tanstack/react-router";
import { AllIssuesPage } from "@/features/issues/all-issues-page";
import { parseIssueSearch } from "@/lib/issue-search";

export const Route = createFileRoute("/_app/organizations/$orgSlug/issues")({
  validateSearch: parseIssueSearch,
  component: Issues,
});

function Issues() {
  const { organization } = Route.useRouteContext();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <AllIssuesPage
      organization={organization}
      search={search}
      onSearchChange={(change) =>
        navigate({ search: (before) => parseIssueSearch({ ...before, ...change }), replace: true })
      }
    />
  );
}
