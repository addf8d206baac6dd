import { useQuery } from "@tanstack/react-query";
import { useUpdateNotifications } from "@/features/accounts/mutations";
import { notificationsQuery } from "@/features/accounts/queries";
import { Card } from "@/ui/card";
import { CheckboxField } from "@/ui/forms/field";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const kinds = [
  { key: "alerts", label: "Alerts", hint: "What alert rules of my projects tell." },
  { key: "assigned", label: "Assignments", hint: "An issue is assigned to me." },
  { key: "mentions", label: "Mentions", hint: "Somebody writes @ and my name in a comment." },
  { key: "comments", label: "Comments", hint: "On issues that I follow." },
] as const;

export function NotificationsCard() {
  const { data, error, refetch } = useQuery(notificationsQuery());
  const update = useUpdateNotifications();
  return (
    <Card title="Mail" description="What to send mail about.">
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-44 w-full" />}
      {data && (
        <div className="space-y-3">
          {kinds.map(({ key, label, hint }) => (
            <CheckboxField
              key={key}
              label={label}
              hint={hint}
              checked={data[key]}
              onChange={(event) => update.mutate({ ...data, [key]: event.target.checked })}
            />
          ))}
        </div>
      )}
    </Card>
  );
}
