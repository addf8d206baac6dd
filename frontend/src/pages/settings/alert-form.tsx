import { useState } from "react";
import { CheckboxField, SelectField, TextField } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { Button, IconButton } from "@/components/ui/button";
import { useSaveAlert } from "@/hooks/project-changes";
import { actionWords, triggerWords } from "@/pages/settings/alert-words";
import type { AlertAction, AlertConditions, AlertRule, AlertTrigger, Level } from "@/types/api";

/** An empty action of *type*. */
function newAction(type: string): AlertAction {
  if (type === "slack" || type === "discord" || type === "webhook") return { type, url: "" };
  return { type: "mail", to: "members" };
}

const levels: Level[] = ["fatal", "error", "warning", "info", "debug"];
const triggers = Object.keys(triggerWords) as AlertTrigger[];
const defaultFrequency = { count: 100, of: "events" as const, minutes: 60 };

type AlertFormProps = { projectId: string; rule: AlertRule | undefined; onDone: () => void };

export function AlertForm({ projectId, rule, onDone }: AlertFormProps) {
  const save = useSaveAlert(projectId);
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

type PartProps = { conditions: AlertConditions; onChange: (conditions: AlertConditions) => void };

function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

function WhenPart({ conditions, onChange }: PartProps) {
  const frequency = conditions.frequency ?? defaultFrequency;
  const toggle = (trigger: AlertTrigger) => {
    const chosen = toggled(conditions.triggers, trigger);
    onChange({
      ...conditions,
      triggers: chosen,
      frequency: chosen.includes("frequency") ? frequency : null,
    });
  };
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1.5 font-medium text-sm">When</legend>
      {triggers.map((trigger) => (
        <CheckboxField
          key={trigger}
          label={triggerWords[trigger]}
          checked={conditions.triggers.includes(trigger)}
          onChange={() => toggle(trigger)}
        />
      ))}
      {conditions.triggers.includes("frequency") && (
        <div className="grid grid-cols-3 gap-2 pl-6.5">
          <TextField
            label="More than"
            type="number"
            min={1}
            value={frequency.count}
            onChange={(event) =>
              onChange({ ...conditions, frequency: { ...frequency, count: Number(event.target.value) } })
            }
          />
          <SelectField
            label="of"
            value={frequency.of}
            onChange={(event) =>
              onChange({
                ...conditions,
                frequency: { ...frequency, of: event.target.value === "users" ? "users" : "events" },
              })
            }
          >
            <option value="events">events</option>
            <option value="users">users</option>
          </SelectField>
          <TextField
            label="in minutes"
            type="number"
            min={5}
            max={1440}
            value={frequency.minutes}
            onChange={(event) =>
              onChange({ ...conditions, frequency: { ...frequency, minutes: Number(event.target.value) } })
            }
          />
        </div>
      )}
    </fieldset>
  );
}

function OnlyForPart({ conditions, onChange }: PartProps) {
  const [environments, setEnvironments] = useState((conditions.environments ?? []).join(", "));
  return (
    <fieldset className="space-y-3">
      <legend className="mb-1.5 font-medium text-sm">Only for</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {levels.map((level) => (
          <CheckboxField
            key={level}
            label={level}
            checked={conditions.levels?.includes(level) ?? false}
            onChange={() => onChange({ ...conditions, levels: toggled(conditions.levels ?? [], level) })}
          />
        ))}
      </div>
      <TextField
        label="Environments"
        placeholder="any"
        hint="Separated by commas. Nothing chosen means all levels and all environments."
        value={environments}
        onChange={(event) => {
          setEnvironments(event.target.value);
          const names = event.target.value.split(",").map((name) => name.trim());
          onChange({ ...conditions, environments: names.filter(Boolean) });
        }}
      />
    </fieldset>
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
