/** Why the events of this issue belong together: what counted, what was left out, and which fingerprints it holds. */
import { useQuery } from "@tanstack/react-query";
import { useUnmergeIssue } from "@/features/issues/optimistic-edits";
import { issueGroupingQuery, issueHashesQuery } from "@/features/issues/queries";
import { classes } from "@/lib/classes";
import { asText, isRecord } from "@/lib/event";
import { formatCount } from "@/lib/numbers";
import type { Json, Project } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

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

type GroupingPanelProps = { project: Project; issueId: string };

export function GroupingPanel({ project, issueId }: GroupingPanelProps) {
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
      <Hashes projectId={project.id} issueId={issueId} />
    </div>
  );
}

type Part = { [key: string]: Json };

/** One part of the event in the grouping tree. Parts that did not count are dimmed and say why. */
function Component({ component }: { component: Json }) {
  if (!isRecord(component)) return null;
  const contributes = component.contributes === true;
  const values = Array.isArray(component.values) ? component.values : [];
  const children = values.filter((value): value is Part => isRecord(value));
  const isFlat = children.length > 0 && children.every(isLeaf);
  return (
    <div className={classes("py-px", !contributes && "text-ink-faint")}>
      <PartName part={component} />
      {isLeaf(component) && <PartText part={component} />}
      {isFlat && children.map((child, index) => <InlinePart key={index} part={child} />)}
      {!isFlat && children.length > 0 && (
        <div className="ml-1 border-line border-l pl-4">
          {children.map((child, index) => (
            <Component key={index} component={child} />
          ))}
        </div>
      )}
    </div>
  );
}

function isLeaf(part: Part): boolean {
  return Array.isArray(part.values) ? part.values.every((value) => !isRecord(value)) : true;
}

function PartName({ part }: { part: Part }) {
  return (
    <>
      <span className={part.contributes === true ? "font-semibold text-accent-ink" : ""}>
        {asText(part.id).replaceAll("_", " ")}
      </span>
      {part.hint && <span className="ml-2 font-sans text-2xs text-warn-ink">{asText(part.hint)}</span>}
    </>
  );
}

function PartText({ part }: { part: Part }) {
  const text = Array.isArray(part.values) ? part.values.map(asText).join(" ") : "";
  if (!text) return null;
  return (
    <span
      className={classes(
        "ml-2 [overflow-wrap:anywhere]",
        part.contributes === true ? "text-ink" : "line-through decoration-ink-faint/50",
      )}
    >
      {text}
    </span>
  );
}

/** A small part beside its siblings, such as the function of a frame. */
function InlinePart({ part }: { part: Part }) {
  const isCounted = part.contributes === true;
  const text = Array.isArray(part.values) ? part.values.map(asText).join(" ") : "";
  if (!text) return null;
  return (
    <span
      className={part.id === "context_line" ? "block pl-4" : "ml-3"}
      title={asText(part.hint) || undefined}
    >
      <span className="text-2xs text-ink-faint">{asText(part.id).replaceAll("_", " ")}</span>{" "}
      <span
        className={classes(
          "[overflow-wrap:anywhere]",
          isCounted ? "text-ink" : "text-ink-faint line-through decoration-ink-faint/50",
        )}
      >
        {text}
      </span>
    </span>
  );
}

function Hashes({ projectId, issueId }: { projectId: string; issueId: string }) {
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
            <span className="text-ink-faint tabular">{formatCount(hash.times_seen)} events</span>
            {!hash.is_root && (
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
