import { useQuery } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { type Registration, register as registerAccount } from "@/features/accounts/door";
import { authConfigQuery, invitationQuery } from "@/features/accounts/queries";
import { lazyResolver, useApiForm } from "@/ui/forms/api-form";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SubmitButton } from "@/ui/forms/submit-button";
import { AuthLayout, textLinkClass } from "@/ui/layout/auth-layout";

const resolver = lazyResolver<Registration>(() =>
  import("@/features/accounts/schemas").then((schemas) => schemas.registrationResolver),
);

type RegisterPageProps = { next: string; invitationToken?: string; setupToken?: string };

export function RegisterPage({ next, invitationToken, setupToken }: RegisterPageProps) {
  const router = useRouter();
  const { data: config } = useQuery(authConfigQuery());
  const { data: invitation } = useQuery({
    ...invitationQuery(invitationToken ?? ""),
    enabled: Boolean(invitationToken),
  });
  const needsSetupToken = config?.needs_setup_token ?? false;
  const isClosed = config && config.registration !== "open" && !needsSetupToken && !invitationToken;

  const defaults = { name: "", email: "", password: "", setup_token: setupToken ?? "" };
  const { form, submit, failure } = useApiForm<Registration>(
    resolver,
    defaults,
    async ({ setup_token, ...registration }) => {
      await registerAccount({
        ...registration,
        ...(setup_token && { setup_token }),
        ...(invitationToken && { invitation: invitationToken }),
      });
      router.history.push(next);
    },
  );
  const { register, formState, setValue } = form;
  useEffect(() => {
    if (invitation) setValue("email", invitation.email);
  }, [invitation, setValue]);
  const { errors } = formState;

  return (
    <AuthLayout
      title="Create your account"
      description={
        isClosed
          ? "This site takes new accounts by invitation only. Ask a colleague to invite you."
          : undefined
      }
      footer={
        <>
          Have an account?{" "}
          <Link to="/login" search={{ next }} className={textLinkClass}>
            Sign in
          </Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormError error={failure} />
        <TextField label="Name" autoComplete="name" error={errors.name?.message} {...register("name")} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          readOnly={Boolean(invitation)}
          hint={invitation ? "The invitation is for this address." : undefined}
          error={errors.email?.message}
          {...register("email")}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
          error={errors.password?.message}
          {...register("password")}
        />
        {needsSetupToken && (
          <TextField
            label="Set-up token"
            hint="The first owner proves to run this site with the token that the installation printed."
            error={errors.setup_token?.message}
            {...register("setup_token")}
          />
        )}
        <SubmitButton isBusy={formState.isSubmitting} disabled={isClosed}>
          Create account
        </SubmitButton>
      </form>
    </AuthLayout>
  );
}
