import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCreateToken, useRevokeToken } from "@/features/accounts/mutations";
import { tokensQuery } from "@/features/accounts/queries";
import type { ApiToken, Scope } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { CodeBlock } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";
import { CheckboxField, TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

const scopeFamilies: { family: string; label: string; scopes: Scope[] }[] = [
  { family: "event", label: "Issues and events", scopes: ["event:read", "event:write", "event:admin"] },
  {
    family: "project",
    label: "Projects",
    scopes: ["project:read", "project:write", "project:admin", "project:releases"],
  },
  { family: "org", label: "Organizations", scopes: ["org:read", "org:write", "org:admin"] },
  { family: "member", label: "Members", scopes: ["member:read", "member:write"] },
];

export function TokensPage() {
  const { data, error, refetch } = useQuery(tokensQuery());
  const [isCreating, setIsCreating] = useState(false);
  const createButton = (
    <Button size="sm" variant="primary" icon="plus" onClick={() => setIsCreating(true)}>
      New token
    </Button>
  );
  return (
    <Card
      title="API tokens"
      description={`For scripts, CI, sentry-cli, and agents at ${window.location.origin}/mcp. A token acts as you, within its scopes.`}
      isFlush
      actions={createButton}
    >
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonRows count={2} />}
      {data?.data.length === 0 && <EmptyState icon="key" title="No tokens yet" />}
      <ul>
        {data?.data.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      <Dialog isOpen={isCreating} onClose={() => setIsCreating(false)} title="New API token">
        <NewToken onDone={() => setIsCreating(false)} />
      </Dialog>
    </Card>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const revoke = useRevokeToken();
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-2.5 last:border-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-1.5 font-medium text-sm">
          <span className="mr-1">{token.name}</span>
          {token.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </p>
        <p className="mt-0.5 text-ink-faint text-xs">
          {token.hint && <span className="mr-2 font-mono">…{token.hint}</span>}
          created <TimeAgo at={token.created_at} />,{" "}
          {token.last_used_at ? (
            <>
              used <TimeAgo at={token.last_used_at} />
            </>
          ) : (
            "never used"
          )}
        </p>
      </div>
      <IconButton
        icon="trash"
        label={`Revoke ${token.name}`}
        disabled={revoke.isPending}
        onClick={() => revoke.mutate(token)}
      />
    </li>
  );
}

function NewToken({ onDone }: { onDone: () => void }) {
  const create = useCreateToken();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["event:read", "project:read"]);
  if (create.data?.token) {
    return (
      <div className="space-y-4">
        <p className="text-ink-soft text-sm">Copy it now: it is shown this once and stored nowhere.</p>
        <CodeBlock code={create.data.token} label="token" />
        <div className="flex justify-end">
          <Button variant="primary" onClick={onDone}>
            Done
          </Button>
        </div>
      </div>
    );
  }
  const toggle = (scope: Scope) =>
    setScopes((before) =>
      before.includes(scope) ? before.filter((other) => other !== scope) : [...before, scope],
    );
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    create.mutate({ name, scopes });
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <FormError error={create.error} />
      <TextField
        label="Name"
        required
        placeholder="CI releases"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {scopeFamilies.map(({ family, label, scopes: choices }) => (
        <fieldset key={family}>
          <legend className="mb-1 font-medium text-sm">{label}</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1.5">
            {choices.map((scope) => (
              <CheckboxField
                key={scope}
                label={scope}
                checked={scopes.includes(scope)}
                onChange={() => toggle(scope)}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={!name.trim() || scopes.length === 0}
          isBusy={create.isPending}
        >
          Create token
        </Button>
      </div>
    </form>
  );
}
