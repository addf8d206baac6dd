import { createFileRoute } from "@tanstack/react-router";
import { PersonalDataPage } from "@/features/projects/personal-data-page";

export const Route = createFileRoute(
  "/_app/organizations/$orgSlug/projects/$projectSlug/settings/personal-data",
)({
  component: Settings,
});

function Settings() {
  const { orgSlug } = Route.useParams();
  return <PersonalDataPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
