/** A group of settings as the server tells them: switches for booleans, one value a line for lists, a field for numbers. */

import type { Json } from "@/types/api";
import { CheckboxField, TextAreaField, TextField } from "@/ui/forms/field";

export type Wording = Record<string, { label: string; hint?: string }>;
type SettingsGroupProps<T> = { values: T; wording: Wording; onChange: (values: T) => void };

export function SettingsGroup<T extends object>({ values, wording, onChange }: SettingsGroupProps<T>) {
  return (
    <div className="space-y-3.5">
      {Object.entries<Json>(values as Record<string, Json>).map(([key, value]) => (
        <Setting
          key={key}
          value={value}
          wording={wording[key] ?? { label: humanize(key) }}
          onChange={(changed) => onChange({ ...values, [key]: changed })}
        />
      ))}
    </div>
  );
}

type SettingProps = {
  value: Json;
  wording: { label: string; hint?: string };
  onChange: (value: Json) => void;
};

function Setting({ value, wording, onChange }: SettingProps) {
  if (typeof value === "boolean") {
    return (
      <CheckboxField {...wording} checked={value} onChange={(event) => onChange(event.target.checked)} />
    );
  }
  if (Array.isArray(value)) {
    return (
      <TextAreaField
        {...wording}
        hint={wording.hint ?? "One a line; * matches anything."}
        rows={Math.max(2, Math.min(8, value.length + 1))}
        textAreaClassName="font-mono text-xs"
        value={value.map(String).join("\n")}
        onChange={(event) => onChange(event.target.value === "" ? [] : event.target.value.split("\n"))}
      />
    );
  }
  if (typeof value === "number") {
    return (
      <TextField
        {...wording}
        type="number"
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    );
  }
  if (typeof value === "string")
    return <TextField {...wording} value={value} onChange={(event) => onChange(event.target.value)} />;
  return null;
}

function humanize(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Without the empty lines that typing leaves behind. */
export function withoutBlankLines<T extends object>(values: T): T {
  const trimmed = Object.entries(values).map(([key, value]) => [
    key,
    Array.isArray(value) ? trimLines(value) : value,
  ]);
  return Object.fromEntries(trimmed) as T;
}

function trimLines(lines: Json[]): Json[] {
  return lines.map((line) => (typeof line === "string" ? line.trim() : line)).filter((line) => line !== "");
}
