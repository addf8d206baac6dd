import { useState } from "react";
import { useUpdateKey } from "@/features/projects/mutations";
import type { Project, ProjectKey } from "@/types/api";
import { Button } from "@/ui/button";
import { SelectField, TextAreaField, TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";

const windows = [
  { seconds: 60, label: "a minute" },
  { seconds: 3600, label: "an hour" },
  { seconds: 86_400, label: "a day" },
];

type KeyFormProps = { orgSlug: string; project: Project; projectKey: ProjectKey; onDone: () => void };

export function KeyForm({ orgSlug, project, projectKey, onDone }: KeyFormProps) {
  const update = useUpdateKey(orgSlug, project.slug, "form");
  const [name, setName] = useState(projectKey.name);
  const [count, setCount] = useState(String(projectKey.rate_limit?.count ?? ""));
  const [seconds, setSeconds] = useState(String(projectKey.rate_limit?.window_seconds ?? 60));
  const [origins, setOrigins] = useState((projectKey.allowed_origins ?? []).join("\n"));
  const save = (event: React.FormEvent) => {
    event.preventDefault();
    const change = {
      id: projectKey.id,
      name,
      rate_limit: count ? { count: Number(count), window_seconds: Number(seconds) } : null,
      allowed_origins: origins.split(/\s+/).filter(Boolean),
    };
    update.mutate(change, { onSuccess: onDone });
  };
  return (
    <form onSubmit={save} className="space-y-4">
      <FormError error={update.error} />
      <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Accept at most"
          type="number"
          min={1}
          placeholder="no limit"
          value={count}
          onChange={(event) => setCount(event.target.value)}
        />
        <SelectField label="events in" value={seconds} onChange={(event) => setSeconds(event.target.value)}>
          {windows.map((window) => (
            <option key={window.seconds} value={window.seconds}>
              {window.label}
            </option>
          ))}
        </SelectField>
      </div>
      <TextAreaField
        label="Allowed origins"
        hint="One a line, such as https://*.example.com. Empty allows every origin."
        value={origins}
        onChange={(event) => setOrigins(event.target.value)}
        textAreaClassName="font-mono text-xs"
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
