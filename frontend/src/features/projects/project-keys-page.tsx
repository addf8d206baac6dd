import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { KeyForm } from "@/features/projects/key-form";
import { useCreateKey, useDeleteKey, useRegenerateKey, useUpdateKey } from "@/features/projects/mutations";
import { keysQuery } from "@/features/projects/queries";
import { showToast } from "@/stores/toasts";
import type { Project, ProjectKey } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { Dialog } from "@/ui/dialog";
import { Menu } from "@/ui/menu";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

type ProjectKeysPageProps = { orgSlug: string; project: Project };

export function ProjectKeysPage({ orgSlug, project }: ProjectKeysPageProps) {
  const { data, error, refetch } = useQuery(keysQuery(orgSlug, project.slug));
  const create = useCreateKey(orgSlug, project.slug);
  const regenerate = useRegenerateKey(orgSlug, project.slug);
  const replace = () =>
    regenerate.mutate(undefined, {
      onSuccess: () =>
        showToast("The project has a new DSN. The old one stops within a minute.", { tone: "success" }),
    });
  return (
    <Card
      title="Client keys"
      description="Each key is a DSN of its own: give one to every application, and switch off the one that leaks."
      isFlush
      actions={
        <>
          <Button size="sm" icon="refresh" onClick={replace}>
            Replace the DSN…
          </Button>
          <Button
            size="sm"
            variant="primary"
            icon="plus"
            isBusy={create.isPending}
            onClick={() => create.mutate({ name: "New key" })}
          >
            New key
          </Button>
        </>
      }
    >
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonRows count={2} rowClassName="h-20" />}
      <ul>
        {data?.data.map((key) => (
          <KeyRow
            key={key.id}
            orgSlug={orgSlug}
            project={project}
            projectKey={key}
            isLast={data.data.length === 1}
          />
        ))}
      </ul>
    </Card>
  );
}

type KeyRowProps = ProjectKeysPageProps & { projectKey: ProjectKey; isLast: boolean };

function KeyRow({ orgSlug, project, projectKey, isLast }: KeyRowProps) {
  const update = useUpdateKey(orgSlug, project.slug);
  const remove = useDeleteKey(orgSlug, project.slug);
  const [isEditing, setIsEditing] = useState(false);
  const setActive = (isActive: boolean, { undoable = false } = {}) =>
    update.mutate(
      { id: projectKey.id, is_active: isActive },
      {
        onSuccess: () =>
          showToast(`${isActive ? "Enabled" : "Disabled"} ${projectKey.name}`, {
            tone: "success",
            ...(undoable ? { actionLabel: "Undo", onAction: () => setActive(!isActive) } : {}),
          }),
      },
    );
  const { rate_limit: limit, allowed_origins: origins = [] } = projectKey;
  return (
    <li className="border-line border-b px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium text-sm">{projectKey.name}</span>
        <Badge tone={projectKey.is_active ? "ok" : "neutral"}>
          {projectKey.is_active ? "enabled" : "disabled"}
        </Badge>
        {limit && <Badge title={`in ${limit.window_seconds} s`}>at most {limit.count} events</Badge>}
        {origins.length > 0 && <Badge title={origins.join(", ")}>{origins.length} origins</Badge>}
        <span className="ml-auto text-ink-faint text-xs">
          created <TimeAgo at={projectKey.created_at} />
        </span>
        <Menu
          button={<IconButton icon="dots" label={`Change ${projectKey.name}`} size="sm" />}
          entries={[
            { label: "Name and limits…", icon: "gear", onSelect: () => setIsEditing(true) },
            {
              label: projectKey.is_active ? "Disable" : "Enable",
              icon: projectKey.is_active ? "mute" : "check",
              onSelect: () => setActive(!projectKey.is_active, { undoable: true }),
            },
            "separator",
            {
              label: "Delete…",
              icon: "trash",
              isDanger: true,
              isDisabled: isLast,
              onSelect: () => remove.mutate(projectKey),
            },
          ]}
        />
      </div>
      <div className="mt-1.5 flex items-center gap-2">
        <code className="min-w-0 flex-1 truncate rounded-md bg-sunken px-2.5 py-1.5 font-mono text-xs">
          {projectKey.dsn}
        </code>
        <CopyButton text={projectKey.dsn} label="Copy DSN" />
      </div>
      <Dialog isOpen={isEditing} onClose={() => setIsEditing(false)} title={`Key “${projectKey.name}”`}>
        <KeyForm
          orgSlug={orgSlug}
          project={project}
          projectKey={projectKey}
          onDone={() => setIsEditing(false)}
        />
      </Dialog>
    </li>
  );
}
