import { useInfiniteQuery } from "@tanstack/react-query";
import { FeedbackRow } from "@/features/events/feedback-list";
import { feedbackQuery } from "@/features/events/feedback-queries";
import type { Project } from "@/types/api";
import { Card } from "@/ui/card";
import { PageHeader } from "@/ui/layout/page-header";
import { PagedList } from "@/ui/paged-list";
import { EmptyState } from "@/ui/states";

export function FeedbackPage({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const feedback = useInfiniteQuery(feedbackQuery(project.id));
  return (
    <>
      <PageHeader
        title="Feedback"
        parent={project.name}
        description="What people wrote through a feedback form or after a crash."
      />
      <div className="px-4 pb-10 sm:px-6">
        <Card isFlush>
          <PagedList
            pages={feedback}
            skeletonCount={5}
            skeletonClassName="h-20"
            empty={
              <EmptyState icon="message" title="Nobody wrote yet">
                The SDKs’ feedback widget, showReportDialog() and user reports arrive here.
              </EmptyState>
            }
          >
            {(one) => (
              <FeedbackRow key={one.id} feedback={one} orgSlug={orgSlug} projectSlug={project.slug} />
            )}
          </PagedList>
        </Card>
      </div>
    </>
  );
}
