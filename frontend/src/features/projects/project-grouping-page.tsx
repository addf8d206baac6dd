import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { GroupingPreview } from "@/features/projects/grouping-preview";
import { useGroupingPreview, useUpdateProjectSettings } from "@/features/projects/mutations";
import { projectSettingsQuery } from "@/features/projects/queries";
import {
  formatFingerprintRules,
  formatInAppRules,
  parseFingerprintRules,
  parseInAppRules,
} from "@/lib/grouping-rules";
import { showToast } from "@/stores/toasts";
import type { Project, ProjectSettings } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { TextAreaField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

type ProjectGroupingPageProps = { orgSlug: string; project: Project };

export function ProjectGroupingPage({ orgSlug, project }: ProjectGroupingPageProps) {
  const { data, error, refetch } = useQuery(projectSettingsQuery(orgSlug, project.slug));
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-96 w-full rounded-lg" />;
  return <GroupingForm orgSlug={orgSlug} project={project} settings={data} />;
}

function GroupingForm({
  orgSlug,
  project,
  settings,
}: ProjectGroupingPageProps & { settings: ProjectSettings }) {
  const [fingerprintText, setFingerprintText] = useState(() =>
    formatFingerprintRules(settings.grouping.fingerprint_rules),
  );
  const [inAppText, setInAppText] = useState(() => formatInAppRules(settings.grouping.in_app_rules));
  const fingerprints = parseFingerprintRules(fingerprintText);
  const inApp = parseInAppRules(inAppText);
  const isReadable = !fingerprints.error && !inApp.error;
  const rules = { fingerprint_rules: fingerprints.rules, in_app_rules: inApp.rules };
  const preview = useGroupingPreview(orgSlug, project.slug);
  const update = useUpdateProjectSettings(orgSlug, project.slug);
  const save = () =>
    update.mutate(
      { grouping: { ...settings.grouping, ...rules }, version: settings.version },
      {
        onSuccess: () =>
          showToast("Saved. New events are grouped by these rules within a minute.", { tone: "success" }),
      },
    );
  return (
    <>
      <FormError error={update.error ?? preview.error} />
      <Card
        title="Fingerprint rules"
        description="The first rule that fits decides which events belong together."
        actions={<Badge>{settings.grouping.version}</Badge>}
      >
        <TextAreaField
          label="Rules, one a line"
          rows={6}
          spellCheck={false}
          textAreaClassName="font-mono text-xs leading-5"
          placeholder={
            'type:DatabaseUnavailable -> database-down\nmessage:"Timeout *" tags.tenant:* -> timeout, {{ default }}'
          }
          error={fingerprints.error ?? undefined}
          hint="Matchers: type, value, message, path, module, function, level, logger, release, environment, transaction, tags.<key>. A ! negates, * matches anything."
          value={fingerprintText}
          onChange={(event) => setFingerprintText(event.target.value)}
        />
      </Card>
      <Card
        title="In-app rules"
        description="Which frames are your own code. The last rule that fits decides."
      >
        <TextAreaField
          label="Rules, one a line"
          rows={4}
          spellCheck={false}
          textAreaClassName="font-mono text-xs leading-5"
          placeholder={"path:*/vendor/* -app\nmodule:shop.* +app"}
          error={inApp.error ?? undefined}
          hint="Matchers: path, module, function, package, app."
          value={inAppText}
          onChange={(event) => setInAppText(event.target.value)}
        />
      </Card>
      <div className="flex justify-end gap-2">
        <Button
          icon="eye"
          disabled={!isReadable}
          isBusy={preview.isPending}
          onClick={() => preview.mutate(rules)}
        >
          Preview on recent events
        </Button>
        <Button variant="primary" disabled={!isReadable} isBusy={update.isPending} onClick={save}>
          Save rules
        </Button>
      </div>
      {preview.data && <GroupingPreview preview={preview.data} />}
    </>
  );
}
