import { useState } from "react";
import { ActionsPart } from "@/features/alerts/alert-actions";
import { OnlyForPart, WhenPart } from "@/features/alerts/alert-conditions";
import { useSaveAlert } from "@/features/projects/mutations";
import type { AlertAction, AlertConditions, AlertRule } from "@/types/api";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";

type AlertFormProps = { projectId: string; rule: AlertRule | undefined; onDone: () => void };

export function AlertForm({ projectId, rule, onDone }: AlertFormProps) {
  const save = useSaveAlert(projectId, "form");
  const [name, setName] = useState(rule?.name ?? "");
  const [conditions, setConditions] = useState<AlertConditions>(
    rule?.conditions ?? { triggers: ["new_issue", "regression"] },
  );
  const [actions, setActions] = useState<AlertAction[]>(rule?.actions ?? [{ type: "mail" }]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const { is_active = true, muted_until } = rule ?? {};
    const body = { id: rule?.id, name, is_active, muted_until, conditions, actions };
    save.mutate(body, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} className="space-y-5">
      <FormError error={save.error} />
      <TextField
        label="Name"
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        placeholder="New errors in production"
      />
      <WhenPart conditions={conditions} onChange={setConditions} />
      <OnlyForPart conditions={conditions} onChange={setConditions} />
      <ActionsPart actions={actions} onChange={setActions} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          isBusy={save.isPending}
          disabled={!name.trim() || conditions.triggers.length === 0}
        >
          Save rule
        </Button>
      </div>
    </form>
  );
}
