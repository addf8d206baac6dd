import { createFileRoute } from "@tanstack/react-router";
import { MailPage } from "@/features/accounts/mail-page";
import { mailsQuery } from "@/features/accounts/mails";

export const Route = createFileRoute("/mail")({
  loader: ({ context }) => {
    context.queries.prefetchQuery(mailsQuery());
  },
  component: MailPage,
});
