import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { minLength, object, string } from "zod/mini";
import { changePassword, deleteAccount, useEndSession } from "@/features/accounts/mutations";
import { sessionsQuery } from "@/features/accounts/queries";
import { TwoFactorCard } from "@/features/accounts/two-factor-card";
import { showToast } from "@/stores/toasts";
import type { UserSession } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { useApiForm } from "@/ui/forms/api-form";
import { DangerZone } from "@/ui/forms/danger-zone";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

const resolver = zodResolver(
  object({
    current_password: string().check(minLength(1, "Enter your password.")),
    new_password: string().check(minLength(10, "Use at least 10 characters.")),
  }),
);
type PasswordForm = { current_password: string; new_password: string };
const emptyForm = { current_password: "", new_password: "" };

export function SecurityPage() {
  return (
    <>
      <PasswordCard />
      <TwoFactorCard />
      <SessionsCard />
      <DangerZone
        what="account"
        name="your account"
        needsPassword
        consequence="You are signed out everywhere and leave your organizations; your API tokens stop. Comments you wrote stay, under “Deleted user”."
        onDelete={deleteAccount}
      />
    </>
  );
}

function PasswordCard() {
  const { form, submit, failure } = useApiForm<PasswordForm>(resolver, emptyForm, async (values) => {
    await changePassword(values);
    form.reset(emptyForm);
    showToast("Your password is changed", { tone: "success" });
  });
  const { register, formState } = form;
  return (
    <Card title="Password">
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormError error={failure} />
        <TextField
          label="Password now"
          type="password"
          autoComplete="current-password"
          error={formState.errors.current_password?.message}
          {...register("current_password")}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
          error={formState.errors.new_password?.message}
          {...register("new_password")}
        />
        <div className="flex justify-end">
          <Button type="submit" variant="primary" isBusy={formState.isSubmitting}>
            Change password
          </Button>
        </div>
      </form>
    </Card>
  );
}

function SessionsCard() {
  const { data, error, refetch } = useQuery(sessionsQuery());
  return (
    <Card title="Sessions" description="Browsers that are signed in as you." isFlush>
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonRows count={2} />}
      <ul>
        {data?.data.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}

function SessionRow({ session }: { session: UserSession }) {
  const end = useEndSession();
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-2.5 text-sm last:border-0">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate">{describeBrowser(session.user_agent)}</span>
          {session.is_current && <Badge tone="ok">this one</Badge>}
        </p>
        <p className="text-ink-faint text-xs">
          {session.address && `${session.address} · `}used{" "}
          <TimeAgo at={session.last_used_at ?? session.created_at} />
        </p>
      </div>
      {!session.is_current && (
        <Button
          size="sm"
          isBusy={end.isPending}
          onClick={() => end.mutate({ id: session.id, browser: describeBrowser(session.user_agent) })}
        >
          End
        </Button>
      )}
    </li>
  );
}

function describeBrowser(userAgent: string | null | undefined): string {
  if (!userAgent) return "Unknown browser";
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1] ?? userAgent.slice(0, 40);
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(userAgent)?.[1];
  const name = { Edg: "Edge", OPR: "Opera" }[browser] ?? browser;
  return system ? `${name} on ${system}` : name;
}
