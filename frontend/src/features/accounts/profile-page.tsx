import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { maxLength, minLength, object, string, trim } from "zod/mini";
import { EmailCard } from "@/features/accounts/email-card";
import { useUpdateMe } from "@/features/accounts/mutations";
import { NotificationsCard } from "@/features/accounts/notifications-card";
import { meQuery } from "@/features/accounts/queries";
import { type FrameOrder, type Theme, usePreferences } from "@/stores/preferences";
import { showToast } from "@/stores/toasts";
import type { User } from "@/types/api";
import { Card } from "@/ui/card";
import { useApiForm } from "@/ui/forms/api-form";
import { SelectField, TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SaveRow } from "@/ui/forms/save-row";
import { Skeleton } from "@/ui/skeleton";

const resolver = zodResolver(
  object({ name: string().check(trim(), minLength(1, "Enter your name."), maxLength(100)) }),
);

export function ProfilePage() {
  const { data: user } = useQuery(meQuery());
  return (
    <>
      {user ? (
        <>
          <ProfileCard user={user} />
          <EmailCard user={user} />
        </>
      ) : (
        <Skeleton className="h-64 w-full rounded-lg" />
      )}
      <PreferencesCard />
      <NotificationsCard />
    </>
  );
}

function ProfileCard({ user }: { user: User }) {
  const update = useUpdateMe();
  const { form, submit, failure } = useApiForm<{ name: string }>(
    resolver,
    { name: user.name },
    async (values) => {
      await update.mutateAsync(values);
      form.reset(values);
      showToast("Saved", { tone: "success" });
    },
  );
  return (
    <Card title="Profile">
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormError error={failure} />
        <TextField
          label="Name"
          autoComplete="name"
          error={form.formState.errors.name?.message}
          {...form.register("name")}
        />
        <SaveRow formState={form.formState} />
      </form>
    </Card>
  );
}

function PreferencesCard() {
  const { theme, themeChosen, frameOrder, frameOrderChosen } = usePreferences();
  return (
    <Card title="How it looks" description="Remembered in this browser.">
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="Theme"
          value={theme}
          onChange={(event) => themeChosen(event.target.value as Theme)}
        >
          <option value="system">As the system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </SelectField>
        <SelectField
          label="Stack traces"
          value={frameOrder}
          onChange={(event) => frameOrderChosen(event.target.value as FrameOrder)}
        >
          <option value="newest">Newest call first</option>
          <option value="oldest">Newest call last</option>
        </SelectField>
      </div>
    </Card>
  );
}
