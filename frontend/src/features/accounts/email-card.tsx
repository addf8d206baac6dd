import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { email, minLength, object, pipe, string, trim } from "zod/mini";
import { type AddressChange, changeEmail, sendVerification } from "@/features/accounts/mutations";
import { showToast } from "@/stores/toasts";
import type { User } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { useApiForm } from "@/ui/forms/api-form";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";

const resolver = zodResolver(
  object({
    email: pipe(string().check(trim()), email("Enter an e-mail address.")),
    current_password: string().check(minLength(1, "Enter your password.")),
  }),
);
const emptyForm: AddressChange = { email: "", current_password: "" };

/** One's address: confirm it, or move the account to another. */
export function EmailCard({ user }: { user: User }) {
  const [isChanging, setIsChanging] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <Card title="E-mail">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <span className="min-w-0 truncate">{user.email}</span>
        {user.email_verified ? <Badge tone="ok">confirmed</Badge> : <VerifyButton />}
        {!isChanging && (
          <Button size="sm" className="ml-auto" onClick={() => setIsChanging(true)}>
            Change address
          </Button>
        )}
      </p>
      <div role="status">
        {sentTo && (
          <p className="mt-3 rounded-md bg-ok-soft px-3 py-2 text-ok-ink text-sm">
            A link is on its way to <strong>{sentTo}</strong>. Your account moves there once you open it.
          </p>
        )}
      </div>
      {isChanging && (
        <ChangeForm
          onDone={(address) => {
            setIsChanging(false);
            if (address) setSentTo(address);
          }}
        />
      )}
    </Card>
  );
}

function ChangeForm({ onDone }: { onDone: (sentTo: string | null) => void }) {
  const { form, submit, failure } = useApiForm<AddressChange>(resolver, emptyForm, async (values) => {
    await changeEmail(values);
    onDone(values.email);
  });
  const { register, formState } = form;
  return (
    <form onSubmit={submit} noValidate className="mt-4 space-y-4">
      <FormError error={failure} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="New address"
          type="email"
          autoComplete="email"
          error={formState.errors.email?.message}
          {...register("email")}
        />
        <TextField
          label="Your password"
          type="password"
          autoComplete="current-password"
          error={formState.errors.current_password?.message}
          {...register("current_password")}
        />
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={() => onDone(null)}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={formState.isSubmitting}>
          Mail the link
        </Button>
      </div>
    </form>
  );
}

function VerifyButton() {
  const send = useMutation({
    mutationFn: sendVerification,
    onSuccess: () => showToast("Look into your mail for the link", { tone: "success" }),
  });
  return (
    <>
      <Badge tone="warn">not confirmed</Badge>
      <Button size="sm" isBusy={send.isPending} onClick={() => send.mutate()}>
        Send the link
      </Button>
    </>
  );
}
