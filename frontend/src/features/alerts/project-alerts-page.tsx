import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AlertForm } from "@/features/alerts/alert-form";
import { describeAlert } from "@/features/alerts/alert-words";
import { useDeleteAlert, useSaveAlert, useTestAlert } from "@/features/projects/mutations";
import { alertsQuery } from "@/features/projects/queries";
import { showToast } from "@/stores/toasts";
import type { AlertRule, Project } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { Menu } from "@/ui/menu";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

export function ProjectAlertsPage({ project }: { orgSlug: string; project: Project }) {
  const { data, error, refetch } = useQuery(alertsQuery(project.id));
  const [edited, setEdited] = useState<AlertRule | "new" | null>(null);
  const addButton = (
    <Button size="sm" variant="primary" icon="plus" onClick={() => setEdited("new")}>
      New rule
    </Button>
  );
  return (
    <Card
      title="Alert rules"
      description="Who is told of what, by mail, chat or webhook."
      isFlush
      actions={addButton}
    >
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonRows count={3} />}
      {data?.data.length === 0 && (
        <EmptyState icon="bell" title="Nobody is told yet">
          A rule says what is worth a message: a new issue, one that came back, or many events in a short
          time.
        </EmptyState>
      )}
      <ul>
        {data?.data.map((rule) => (
          <AlertRow key={rule.id} projectId={project.id} rule={rule} onEdit={() => setEdited(rule)} />
        ))}
      </ul>
      <Dialog
        isOpen={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === "new" ? "New alert rule" : "Alert rule"}
      >
        {edited && (
          <AlertForm
            projectId={project.id}
            rule={edited === "new" ? undefined : edited}
            onDone={() => setEdited(null)}
          />
        )}
      </Dialog>
    </Card>
  );
}

function AlertRow({ projectId, rule, onEdit }: { projectId: string; rule: AlertRule; onEdit: () => void }) {
  const save = useSaveAlert(projectId);
  const remove = useDeleteAlert(projectId);
  const test = useTestAlert(projectId);
  const { id, name, conditions, actions, is_active = true } = rule;
  const switchRule = (isActive: boolean, { undoable = false } = {}) =>
    save.mutate(
      { id, name, conditions, actions, is_active: isActive },
      {
        onSuccess: () =>
          showToast(`Switched “${name}” ${isActive ? "on" : "off"}`, {
            tone: "success",
            ...(undoable ? { actionLabel: "Undo", onAction: () => switchRule(!isActive) } : {}),
          }),
      },
    );
  const sendTest = () =>
    test.mutate(id, {
      onSuccess: () => showToast("A test message is on its way", { tone: "success" }),
    });
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-3 last:border-0">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium text-sm">
          <span className="truncate">{name}</span>
          {!is_active && <Badge>off</Badge>}
        </p>
        <p className="truncate text-ink-faint text-xs">{describeAlert(rule)}</p>
      </div>
      <Menu
        button={<IconButton icon="dots" label={`Change ${name}`} size="sm" />}
        entries={[
          { label: "Edit…", icon: "gear", onSelect: onEdit },
          { label: "Send a test", icon: "send", onSelect: sendTest },
          {
            label: is_active ? "Switch off" : "Switch on",
            icon: is_active ? "mute" : "check",
            onSelect: () => switchRule(!is_active, { undoable: true }),
          },
          "separator",
          {
            label: "Delete…",
            icon: "trash",
            isDanger: true,
            onSelect: () => remove.mutate(rule),
          },
        ]}
      />
    </li>
  );
}
