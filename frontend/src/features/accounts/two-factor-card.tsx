/** The second factor: turned on with an authenticator app, its recovery codes, and off again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { encode } from "uqr";
import { twoFactor } from "@/features/accounts/mutations";
import { twoFactorQuery } from "@/features/accounts/queries";
import { classes } from "@/lib/classes";
import { showToast } from "@/stores/toasts";
import type { TwoFactorEnrolment } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { CodeBlock } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

type Asked = "on" | "codes" | "off";

const titles: Record<Asked, string> = {
  on: "Turn on the second factor",
  codes: "New recovery codes",
  off: "Turn off the second factor",
};

export function TwoFactorCard() {
  const { data, error, refetch } = useQuery(twoFactorQuery());
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => {
    setAsked(null);
    void refetch();
  };
  return (
    <Card
      title="Second factor"
      description="Signing in asks for a code of an authenticator app, too. API tokens go on as they are."
    >
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!error && (
        // Until it is known, most people's answer keeps its place, so that nothing below moves.
        <div className={classes("flex flex-wrap items-center justify-between gap-3", !data && "invisible")}>
          {data?.enabled_at ? (
            <>
              <p className="text-sm">
                <Badge tone="ok">on</Badge> since <TimeAgo at={data.enabled_at} />, {data.recovery_codes_left}{" "}
                recovery codes left
              </p>
              <div className="flex gap-2">
                <Button onClick={() => setAsked("codes")}>New recovery codes</Button>
                <Button onClick={() => setAsked("off")}>Turn off</Button>
              </div>
            </>
          ) : (
            <>
              <p className="text-ink-soft text-sm">It is off: whoever has your password is you.</p>
              <Button variant="primary" onClick={() => setAsked("on")}>
                Turn on
              </Button>
            </>
          )}
        </div>
      )}
      <Dialog isOpen={asked !== null} onClose={close} title={asked ? titles[asked] : ""} className="max-w-md">
        {asked === "on" && <TurnOn onDone={close} />}
        {asked === "codes" && <RenewCodes onDone={close} />}
        {asked === "off" && <TurnOff onDone={close} />}
      </Dialog>
    </Card>
  );
}

type StepProps = { onDone: () => void };

function TurnOn({ onDone }: StepProps) {
  const [password, setPassword] = useState("");
  const begin = useMutation({ meta: { failure: "form" }, mutationFn: () => twoFactor.begin(password) });
  if (begin.data) return <ConfirmApp enrolment={begin.data} onDone={onDone} />;
  return (
    <StepForm error={begin.error} isBusy={begin.isPending} label="Go on" onSubmit={() => begin.mutate()}>
      <PasswordField value={password} onChange={setPassword} />
    </StepForm>
  );
}

function ConfirmApp({ enrolment, onDone }: StepProps & { enrolment: TwoFactorEnrolment }) {
  const [code, setCode] = useState("");
  const confirm = useMutation({ meta: { failure: "form" }, mutationFn: () => twoFactor.confirm(code) });
  if (confirm.data) return <Codes codes={confirm.data.codes} onDone={onDone} />;
  return (
    <StepForm
      error={confirm.error}
      isBusy={confirm.isPending}
      label="Turn on"
      onSubmit={() => confirm.mutate()}
    >
      <p className="text-ink-soft text-sm">
        Scan this with your authenticator app, or type the secret into it.
      </p>
      <QrCode text={enrolment.uri} />
      <CodeBlock code={enrolment.secret} label="secret" />
      <CodeField value={code} onChange={setCode} hint="What the app shows now." />
    </StepForm>
  );
}

function RenewCodes({ onDone }: StepProps) {
  const [code, setCode] = useState("");
  const renew = useMutation({ meta: { failure: "form" }, mutationFn: () => twoFactor.renew(code) });
  if (renew.data) return <Codes codes={renew.data.codes} onDone={onDone} />;
  return (
    <StepForm
      error={renew.error}
      isBusy={renew.isPending}
      label="Make new ones"
      onSubmit={() => renew.mutate()}
    >
      <p className="text-ink-soft text-sm">The codes you have end with it.</p>
      <CodeField value={code} onChange={setCode} hint="Of the app, or one of your recovery codes." />
    </StepForm>
  );
}

function TurnOff({ onDone }: StepProps) {
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const off = useMutation({
    meta: { failure: "form" },
    mutationFn: () => twoFactor.turnOff(password, code),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: twoFactorQuery().queryKey });
      showToast("The second factor is off", { tone: "success" });
      onDone();
    },
  });
  return (
    <StepForm error={off.error} isBusy={off.isPending} label="Turn off" onSubmit={() => off.mutate()}>
      <PasswordField value={password} onChange={setPassword} />
      <CodeField value={code} onChange={setCode} hint="Of the app, or one of your recovery codes." />
    </StepForm>
  );
}

function Codes({ codes, onDone }: StepProps & { codes: string[] }) {
  return (
    <div className="space-y-4">
      <p className="text-ink-soft text-sm">
        Each of these recovery codes signs you in once without the app. Keep them where you find them without
        it: they are shown this once.
      </p>
      <CodeBlock code={codes.join("\n")} label="recovery codes" />
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}

type StepFormProps = {
  error: unknown;
  isBusy: boolean;
  label: string;
  onSubmit: () => void;
  children: React.ReactNode;
};

function StepForm({ error, isBusy, label, onSubmit, children }: StepFormProps) {
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <FormError error={error} />
      {children}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {label}
        </Button>
      </div>
    </form>
  );
}

type FieldProps = { value: string; onChange: (value: string) => void };

function PasswordField({ value, onChange }: FieldProps) {
  return (
    <TextField
      label="Your password"
      type="password"
      autoComplete="current-password"
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function CodeField({ value, onChange, hint }: FieldProps & { hint: string }) {
  return (
    <TextField
      label="Code"
      autoComplete="one-time-code"
      required
      hint={hint}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Dark on light in both themes: many cameras read nothing else. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label="QR code of the secret"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="mx-auto size-48 rounded-md bg-white"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
