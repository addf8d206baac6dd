import { useState } from "react";
import { OnlyForPart, WhenPart } from "@/features/alerts/alert-conditions";
import { actionWords } from "@/features/alerts/alert-words";
import { useSaveAlert } from "@/features/projects/mutations";
import type { AlertAction, AlertConditions, AlertRule } from "@/types/api";
import { Button, IconButton } from "@/ui/button";
import { SelectField, TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";

/** An empty action of *type*. */
function newAction(type: string): AlertAction {
  if (type === "slack" || type === "discord" || type === "webhook") return { type, url: "" };
  return { type: "mail", to: "members" };
}

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
    const body = { id: rule?.id, name, is_active: rule?.is_active ?? true, conditions, actions };
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

function ActionsPart({
  actions,
  onChange,
}: {
  actions: AlertAction[];
  onChange: (actions: AlertAction[]) => void;
}) {
  const replace = (index: number, action: AlertAction) =>
    onChange(actions.map((other, position) => (position === index ? action : other)));
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1.5 font-medium text-sm">Tell</legend>
      {actions.map((action, index) => (
        <div key={index} className="flex items-end gap-2">
          <SelectField
            label="By"
            isLabelHidden
            className="w-32"
            value={action.type}
            onChange={(event) => replace(index, newAction(event.target.value))}
          >
            {Object.entries(actionWords).map(([type, word]) => (
              <option key={type} value={type}>
                {word}
              </option>
            ))}
          </SelectField>
          {action.type === "mail" ? (
            <SelectField
              label="To"
              isLabelHidden
              className="flex-1"
              value={action.to ?? "members"}
              onChange={(event) =>
                replace(index, {
                  type: "mail",
                  to: event.target.value === "assignee" ? "assignee" : "members",
                })
              }
            >
              <option value="members">to members who want alerts</option>
              <option value="assignee">to the issue's assignee</option>
            </SelectField>
          ) : (
            <TextField
              label="Address"
              isLabelHidden
              type="url"
              required
              className="flex-1"
              placeholder="https://…"
              value={action.url}
              onChange={(event) => replace(index, { ...action, url: event.target.value })}
            />
          )}
          <IconButton
            icon="x"
            label="Remove"
            onClick={() => onChange(actions.filter((_, position) => position !== index))}
          />
        </div>
      ))}
      <Button size="sm" icon="plus" onClick={() => onChange([...actions, { type: "webhook", url: "" }])}>
        Add
      </Button>
    </fieldset>
  );
}
