import { useQuery } from "@tanstack/react-query";
import { mailsQuery } from "@/features/accounts/mails";
import { safeHref } from "@/lib/links";
import type { Mail } from "@/types/api";
import { Card } from "@/ui/card";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

export function MailPage() {
  const { data, error, refetch } = useQuery(mailsQuery());
  return (
    <main className="mx-auto max-w-3xl space-y-4 px-4 py-8">
      <title>Mail · MiniSentry</title>
      <h1 className="font-semibold text-lg tracking-tight">Mail of this local stage</h1>
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonRows count={3} />}
      {data?.data.length === 0 && (
        <EmptyState title="No mail yet">
          Invitations, password links and alerts appear here instead of being sent.
        </EmptyState>
      )}
      {data?.data.map((mail) => (
        <MailCard key={`${mail.sent_at} ${mail.recipient} ${mail.subject}`} mail={mail} />
      ))}
    </main>
  );
}

function MailCard({ mail }: { mail: Mail }) {
  return (
    <Card
      title={mail.subject}
      description={`to ${mail.recipient}`}
      actions={<TimeAgo at={mail.sent_at} className="text-ink-faint text-xs" />}
    >
      <p className="whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">
        {mail.text.split(/(https?:\/\/[^\s)]+)/).map((part, index) => (
          <TextOrLink key={index} text={part} />
        ))}
      </p>
    </Card>
  );
}

function TextOrLink({ text }: { text: string }) {
  const href = safeHref(text);
  if (!href) return <>{text}</>;
  return (
    <a href={href} rel="noopener noreferrer" className="text-accent-ink underline underline-offset-2">
      {text}
    </a>
  );
}
