import { useQuery } from "@tanstack/react-query";
import { FeedbackRow } from "@/features/events/feedback-list";
import { issueFeedbackQuery } from "@/features/events/feedback-queries";
import type { Project } from "@/types/api";
import { Card } from "@/ui/card";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

type IssueFeedbackProps = { orgSlug: string; project: Project; issueId: string };

export function IssueFeedback({ orgSlug, project, issueId }: IssueFeedbackProps) {
  const { data, error, refetch } = useQuery(issueFeedbackQuery(project.id, issueId));
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  return (
    <Card isFlush>
      {!data && <SkeletonRows count={3} />}
      {data?.data.length === 0 && (
        <EmptyState icon="message" title="Nobody wrote about this issue">
          Among the project’s hundred newest messages none names one of its events.
        </EmptyState>
      )}
      <ul>
        {data?.data.map((one) => (
          <FeedbackRow key={one.id} feedback={one} orgSlug={orgSlug} projectSlug={project.slug} isAtIssue />
        ))}
      </ul>
    </Card>
  );
}
