import { Link, useRouter } from "@tanstack/react-router";
import { email, minLength, object, pipe, string, trim } from "zod/mini";
import { useApiForm } from "@/components/forms/api-form";
import { TextField } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { AuthLayout, textLinkClass } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { type Credentials, login } from "@/hooks/auth";

const schema = object({
  email: pipe(string().check(trim()), email("Enter your e-mail address.")),
  password: string().check(minLength(1, "Enter your password.")),
});

export function LoginPage({ next }: { next: string }) {
  const router = useRouter();
  const { form, submit, failure } = useApiForm<Credentials>(
    schema,
    { email: "", password: "" },
    async (credentials) => {
      await login(credentials);
      router.history.push(next);
    },
  );
  const { register, formState } = form;
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
        <Button type="submit" variant="primary" className="h-9 w-full" isBusy={formState.isSubmitting}>
          Sign in
        </Button>
      </form>
    </AuthLayout>
  );
}
