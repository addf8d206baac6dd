import { createFileRoute } from "@tanstack/react-router";
import { type Period, statsQuery } from "@/features/projects/statistics";
import { StatsPage } from "@/features/projects/stats-page";

const periods: readonly Period[] = ["24h", "7d", "30d"];

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/stats")({
  validateSearch: (search: Record<string, unknown>): { period?: Period } => {
    const period = periods.find((candidate) => candidate === search.period);
    return period && period !== "24h" ? { period } : {};
  },
  loaderDeps: ({ search }) => ({ period: search.period ?? "24h" }),
  loader: ({ context, deps }) => {
    context.queries.prefetchQuery(statsQuery(context.project.id, deps.period));
  },
  component: Stats,
});

function Stats() {
  const { orgSlug } = Route.useParams();
  const period = Route.useSearch().period ?? "24h";
  const navigate = Route.useNavigate();
  return (
    <StatsPage
      orgSlug={orgSlug}
      project={Route.useRouteContext().project}
      period={period}
      onPeriodChange={(chosen) =>
        navigate({ search: chosen === "24h" ? {} : { period: chosen }, replace: true })
      }
    />
  );
}
