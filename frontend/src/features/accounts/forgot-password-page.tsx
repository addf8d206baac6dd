import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { requestPasswordReset } from "@/features/accounts/door";
import { lazyResolver, useApiForm } from "@/ui/forms/api-form";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SubmitButton } from "@/ui/forms/submit-button";
import { AuthLayout, textLinkClass } from "@/ui/layout/auth-layout";

const resolver = lazyResolver<{ email: string }>(() =>
  import("@/features/accounts/schemas").then((schemas) => schemas.forgottenPasswordResolver),
);

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { form, submit, failure } = useApiForm<{ email: string }>(resolver, { email: "" }, async (values) => {
    await requestPasswordReset(values.email);
    setSentTo(values.email);
  });
  const backLink = (
    <Link to="/login" search={{}} className={textLinkClass}>
      Back to sign in
    </Link>
  );
  if (sentTo) {
    return (
      <AuthLayout title="Look into your mail" footer={backLink}>
        <p className="text-ink-soft text-sm">
          If <strong className="text-ink">{sentTo}</strong> has an account, a link to set a new password is on
          its way.
        </p>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout
      title="Forgot your password?"
      description="We mail you a link to set a new one."
      footer={backLink}
    >
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormError error={failure} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          error={form.formState.errors.email?.message}
          {...form.register("email")}
        />
        <SubmitButton isBusy={form.formState.isSubmitting}>Send the link</SubmitButton>
      </form>
    </AuthLayout>
  );
}
