import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useUpdateProjectSettings } from "@/features/projects/mutations";
import { projectSettingsQuery } from "@/features/projects/queries";
import { showToast } from "@/stores/toasts";
import type { Project, ProjectSettings } from "@/types/api";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { CheckboxField, SelectField, TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SettingsGroup, type Wording, withoutBlankLines } from "@/ui/forms/settings-group";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const filterWording: Wording = {
  localhost: { label: "Events from localhost" },
  browser_extensions: { label: "Errors of browser extensions" },
  web_crawlers: { label: "Crawlers and bots" },
  legacy_browsers: { label: "Legacy browsers" },
  releases: { label: "Releases", hint: "One a line; * matches anything." },
  error_messages: {
    label: "Messages",
    hint: "One a line; * matches anything. Compared with the message and with “type: value”.",
  },
  ip_addresses: { label: "IP addresses", hint: "One address or network a line, such as 203.0.113.0/24." },
};

const scrubWording: Wording = {
  default_rules: {
    label: "Default rules",
    hint: "Passwords, tokens, keys, cookies and card numbers, wherever they stand.",
  },
  fields: {
    label: "More fields to scrub",
    hint: "One a line: a field's name, or its dotted path such as extra.order.*. * matches anything.",
  },
  safe_fields: { label: "Fields to keep", hint: "Fields that no rule touches, one a line." },
};

type ProjectFiltersPageProps = { orgSlug: string; project: Project };

export function ProjectFiltersPage({ orgSlug, project }: ProjectFiltersPageProps) {
  const { data, error, refetch } = useQuery(projectSettingsQuery(orgSlug, project.slug));
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-96 w-full rounded-lg" />;
  return <FiltersForm orgSlug={orgSlug} project={project} settings={data} />;
}

function FiltersForm({
  orgSlug,
  project,
  settings,
}: ProjectFiltersPageProps & { settings: ProjectSettings }) {
  const [draft, setDraft] = useState(settings);
  const update = useUpdateProjectSettings(orgSlug, project.slug);
  const save = (event: React.FormEvent) => {
    event.preventDefault();
    const { retention_days, store_ip, monthly_budget, version } = draft;
    const body = {
      retention_days,
      store_ip,
      monthly_budget,
      version,
      filters: withoutBlankLines(draft.filters),
      scrub: withoutBlankLines(draft.scrub),
    };
    update.mutate(body, {
      onSuccess: (saved) => {
        setDraft(saved);
        showToast("Saved. The workers follow within a minute.", { tone: "success" });
      },
    });
  };
  return (
    <form onSubmit={save} className="space-y-5">
      <FormError error={update.error} />
      <Card title="Inbound filters" description="What fits is counted and thrown away before it is grouped.">
        <SettingsGroup
          values={draft.filters}
          wording={filterWording}
          onChange={(filters) => setDraft({ ...draft, filters })}
        />
      </Card>
      <Card title="Scrubbing" description="Happens before anything is stored.">
        <SettingsGroup
          values={draft.scrub}
          wording={scrubWording}
          onChange={(scrub) => setDraft({ ...draft, scrub })}
        />
        <CheckboxField
          className="mt-3.5"
          label="Store IP addresses"
          hint="Off: addresses of users are dropped, also those that SDKs send."
          checked={draft.store_ip}
          onChange={(event) => setDraft({ ...draft, store_ip: event.target.checked })}
        />
      </Card>
      <Card title="Keeping">
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="Keep events for"
            hint="Issues and their counts stay."
            value={draft.retention_days}
            onChange={(event) =>
              setDraft({
                ...draft,
                retention_days: Number(event.target.value) as ProjectSettings["retention_days"],
              })
            }
          >
            {[7, 30, 90].map((days) => (
              <option key={days} value={days}>
                {days} days
              </option>
            ))}
          </SelectField>
          <TextField
            label="Dollars per month, at most"
            type="number"
            min={0}
            step="any"
            placeholder="no limit"
            value={draft.monthly_budget ?? ""}
            onChange={(event) =>
              setDraft({ ...draft, monthly_budget: event.target.value ? Number(event.target.value) : null })
            }
          />
        </div>
      </Card>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
