import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { verifyEmail } from "@/features/accounts/door";
import { FormError } from "@/ui/forms/form-error";
import { AuthLayout, textLinkClass } from "@/ui/layout/auth-layout";

export function VerifyEmailPage({ token }: { token: string | undefined }) {
  const { mutate, isSuccess, error } = useMutation({ mutationFn: verifyEmail });
  useEffect(() => {
    if (token) mutate(token);
  }, [token, mutate]);
  return (
    <AuthLayout
      title="Confirm your address"
      footer={
        <Link to="/" className={textLinkClass}>
          Continue
        </Link>
      }
    >
      <div role="status" className="text-ink-soft text-sm">
        {isSuccess && "Thank you. Your address is confirmed."}
        {!isSuccess &&
          !error &&
          (token ? "One moment…" : "This link is incomplete. Open it from the mail again.")}
        <FormError error={error} />
      </div>
    </AuthLayout>
  );
}
