import { Link, useNavigate } from "@tanstack/react-router";
import { resetPassword } from "@/features/accounts/door";
import { showToast } from "@/stores/toasts";
import { lazyResolver, useApiForm } from "@/ui/forms/api-form";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SubmitButton } from "@/ui/forms/submit-button";
import { AuthLayout, textLinkClass } from "@/ui/layout/auth-layout";

const resolver = lazyResolver<{ password: string }>(() =>
  import("@/features/accounts/schemas").then((schemas) => schemas.newPasswordResolver),
);

export function ResetPasswordPage({ token }: { token: string | undefined }) {
  const navigate = useNavigate();
  const { form, submit, failure } = useApiForm<{ password: string }>(
    resolver,
    { password: "" },
    async ({ password }) => {
      await resetPassword(token ?? "", password);
      showToast("Your password is changed. Sign in with the new one.", { tone: "success" });
      await navigate({ to: "/login", search: {} });
    },
  );
  if (!token) {
    return (
      <AuthLayout title="This link is incomplete">
        <p className="text-ink-soft text-sm">
          Open the link from the mail again, or{" "}
          <Link to="/forgot-password" className={textLinkClass}>
            ask for a new one
          </Link>
          .
        </p>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title="Set a new password">
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormError error={failure} />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
          error={form.formState.errors.password?.message}
          {...form.register("password")}
        />
        <SubmitButton isBusy={form.formState.isSubmitting}>Set password</SubmitButton>
      </form>
    </AuthLayout>
  );
}
