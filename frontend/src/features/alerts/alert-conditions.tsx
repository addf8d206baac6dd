/** The parts of an alert rule's form that say when it speaks. */
import { useState } from "react";
import { triggerWords } from "@/features/alerts/alert-words";
import type { AlertConditions, AlertTrigger, Level } from "@/types/api";
import { CheckboxField, SelectField, TextField } from "@/ui/forms/field";

const levels: Level[] = ["fatal", "error", "warning", "info", "debug"];

const triggers = Object.keys(triggerWords) as AlertTrigger[];

const defaultFrequency = { count: 100, of: "events" as const, minutes: 60 };

type PartProps = { conditions: AlertConditions; onChange: (conditions: AlertConditions) => void };

function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

export function WhenPart({ conditions, onChange }: PartProps) {
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

export function OnlyForPart({ conditions, onChange }: PartProps) {
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
