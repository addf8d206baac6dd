import { Link, useRouter } from "@tanstack/react-router";
import { useRef } from "react";
import { type Credentials, login } from "@/features/accounts/login";
import { lazyResolver, useApiForm } from "@/ui/forms/api-form";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SubmitButton } from "@/ui/forms/submit-button";
import { AuthLayout, textLinkClass } from "@/ui/layout/auth-layout";

const resolver = lazyResolver<Credentials>(() =>
  import("@/features/accounts/schemas").then((schemas) => schemas.loginResolver),
);

export function LoginPage({ next }: { next: string }) {
  const router = useRouter();
  const { form, submit, failure } = useApiForm<Credentials>(
    resolver,
    { email: "", password: "", code: "" },
    async (credentials) => {
      await login(credentials);
      router.history.push(next);
    },
  );
  const { register, formState } = form;
  // The server names the field that it misses, where there is a second factor.
  const asksForCode = useRef(false);
  asksForCode.current ||= Boolean(formState.errors.code);
  return (
    <AuthLayout
      title="Sign in"
      footer={
        <>
          No account yet?{" "}
          <Link to="/register" search={{ next }} className={textLinkClass}>
            Create one
          </Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormError error={failure} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          error={formState.errors.email?.message}
          {...register("email")}
        />
        <div>
          <TextField
            label="Password"
            type="password"
            autoComplete="current-password"
            error={formState.errors.password?.message}
            {...register("password")}
          />
          <p className="mt-1.5 text-right text-xs">
            <Link to="/forgot-password" className={textLinkClass}>
              Forgot password?
            </Link>
          </p>
        </div>
        {asksForCode.current && (
          <TextField
            label="Code"
            autoComplete="one-time-code"
            error={formState.errors.code?.message}
            {...register("code")}
          />
        )}
        <SubmitButton isBusy={formState.isSubmitting}>Sign in</SubmitButton>
      </form>
    </AuthLayout>
  );
}
