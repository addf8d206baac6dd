/** Why the events of this issue belong together: what counted, what was left out, and which fingerprints it holds. */
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useUnmergeIssue } from "@/hooks/issue-changes";
import { issueGroupingQuery, issueHashesQuery } from "@/hooks/issues";
import { classes } from "@/lib/classes";
import { asText, isRecord } from "@/lib/event";
import { formatCount } from "@/lib/numbers";
import type { IssueDetail, Json, Project } from "@/types/api";

const methods: Record<string, string> = {
  client: "The SDK set the fingerprint itself.",
  rule: "A fingerprint rule of this project matched.",
  exception: "The exceptions and the frames of the application decide.",
  threads: "The stack of the crashed thread decides.",
  stacktrace: "The stack trace decides.",
  csp: "The violated directive and the blocked address decide.",
  message: "The message decides, with its changing parts left out.",
  fallback: "The event says too little: all such events stand together.",
};

type GroupingPanelProps = { project: Project; issueId: string; issue: IssueDetail | undefined };

export function GroupingPanel({ project, issueId, issue }: GroupingPanelProps) {
  const { data, error, refetch } = useQuery(issueGroupingQuery(project.id, issueId));
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-64 w-full rounded-lg" />;
  return (
    <div className="space-y-3">
      <Card
        title="How these events were grouped"
        actions={
          <>
            <Badge tone="accent">{asText(data.method)}</Badge>
            <Badge>{asText(data.version)}</Badge>
          </>
        }
      >
        <p className="text-ink-soft text-sm">{methods[data.method] ?? "These parts of the event decide."}</p>
        <p className="mt-1 text-ink-faint text-xs">
          Fingerprint <code className="font-mono">{asText(data.hash)}</code>
        </p>
        {data.components !== undefined && (
          <div className="mt-3 rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs leading-5">
            <Component component={data.components} />
          </div>
        )}
      </Card>
      <Hashes projectId={project.id} issueId={issueId} canUnmerge={(issue?.merged_count ?? 0) > 1} />
    </div>
  );
}

/** One part of the event in the grouping tree. Parts that did not count are dimmed and say why. */
function Component({ component }: { component: Json }) {
  if (Array.isArray(component))
    return component.map((part, index) => <Component key={index} component={part} />);
  if (!isRecord(component)) return <div className="[overflow-wrap:anywhere]">{asText(component)}</div>;
  const name = asText(component.name) || asText(component.id) || asText(component.key);
  const children = [component.values, component.children, component.components].find(
    (value) => Array.isArray(value) && value.length > 0,
  );
  const contributes = component.contributes !== false;
  const hint = asText(component.hint) || asText(component.reason);
  const value = component.value ?? null;
  if (!name && !children) {
    return Object.entries(component).map(([key, item]) => (
      <div key={key}>
        <span className="text-accent-ink">{key}</span>:{" "}
        {isRecord(item) || Array.isArray(item) ? <Nested component={item} /> : asText(item)}
      </div>
    ));
  }
  return (
    <div className={classes(!contributes && "text-ink-faint")}>
      <span className={classes("font-semibold", contributes && "text-accent-ink")}>{name}</span>
      {value !== null && (
        <span
          className={classes(
            "ml-2 [overflow-wrap:anywhere]",
            !contributes && "line-through decoration-ink-faint/50",
          )}
        >
          {asText(value)}
        </span>
      )}
      {hint && <span className="ml-2 font-sans text-2xs text-warn-ink">{hint}</span>}
      {!contributes && !hint && <span className="ml-2 font-sans text-2xs">left out</span>}
      {children !== undefined && <Nested component={children} />}
    </div>
  );
}

function Nested({ component }: { component: Json }) {
  return (
    <div className="ml-1 border-line border-l pl-4">
      <Component component={component} />
    </div>
  );
}

function Hashes({
  projectId,
  issueId,
  canUnmerge,
}: {
  projectId: string;
  issueId: string;
  canUnmerge: boolean;
}) {
  const { data } = useQuery(issueHashesQuery(projectId, issueId));
  const unmerge = useUnmergeIssue(projectId, issueId);
  if (!data || data.length === 0) return null;
  return (
    <Card
      title="Fingerprints of this issue"
      description="Merged issues keep their own counts, so that splitting them is exact."
      isFlush
    >
      <ul>
        {data.map((hash) => (
          <li
            key={hash.fingerprint}
            className="flex items-center gap-3 border-line border-b px-4 py-2 text-xs last:border-0"
          >
            <code className="font-mono">{hash.fingerprint}</code>
            <span className="min-w-0 flex-1 truncate text-ink-soft">{hash.title}</span>
            {hash.times_seen !== undefined && (
              <span className="text-ink-faint tabular">{formatCount(hash.times_seen)} events</span>
            )}
            {(canUnmerge || data.length > 1) && (
              <Button size="sm" isBusy={unmerge.isPending} onClick={() => unmerge.mutate([hash.fingerprint])}>
                Split off
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
