import { createFileRoute } from "@tanstack/react-router";
import { FeedbackPage } from "@/features/events/feedback-page";
import { feedbackQuery } from "@/features/events/feedback-queries";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/feedback/")({
  loader: ({ context }) => {
    context.queries.prefetchInfiniteQuery(feedbackQuery(context.project.id));
  },
  component: Feedback,
});

function Feedback() {
  const { orgSlug } = Route.useParams();
  return <FeedbackPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
