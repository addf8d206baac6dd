import { createFileRoute } from "@tanstack/react-router";
import { mailsQuery } from "@/hooks/mails";
import { MailPage } from "@/pages/auth/mail-page";

export const Route = createFileRoute("/mail")({
  loader: ({ context }) => {
    context.queries.prefetchQuery(mailsQuery());
  },
  component: MailPage,
});
