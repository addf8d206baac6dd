import { useEffect, useRef, useState } from "react";
import { useEventFilter } from "@/features/events/event-filter";
import { SourceContext } from "@/features/events/source-context";
import { classes } from "@/lib/classes";
import { asText, frameFile, frameLocation, isRecord, pairsOf, sourceLines } from "@/lib/event";
import { safeHref } from "@/lib/links";
import { showToast } from "@/stores/toasts";
import type { Frame } from "@/types/api";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/button";
import { copyText } from "@/ui/copy-button";
import { Highlight } from "@/ui/highlight";
import { Icon } from "@/ui/icon";
import { PairsTable } from "@/ui/pairs-table";

type FrameRowProps = { frame: Frame; frameId: string; meta?: unknown; startsOpen: boolean };

export function FrameRow({ frame, frameId, meta, startsOpen }: FrameRowProps) {
  const needle = useEventFilter();
  const isTarget = typeof location !== "undefined" && location.hash === `#${frameId}`;
  const [chosen, setChosen] = useState<boolean | null>(isTarget ? true : null);
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isTarget) element.current?.scrollIntoView({ block: "center" });
  }, [isTarget]);

  const lines = sourceLines(frame);
  const variables = isRecord(frame.vars) || Array.isArray(frame.vars) ? pairsOfVariables(frame.vars) : [];
  const problem = isRecord(frame.data) ? asText(frame.data.sourcemap_problem) : "";
  const hasDetails = lines.length > 0 || variables.length > 0;
  const isOpen = hasDetails && (chosen ?? (startsOpen || needle !== ""));
  return (
    <li
      ref={element}
      id={frameId}
      className={classes(
        "border-line border-t first:border-t-0",
        isTarget && "ring-2 ring-accent ring-inset",
      )}
    >
      <div className={classes("group flex items-start", frame.in_app ? "bg-surface" : "bg-sunken/60")}>
        <button
          type="button"
          disabled={!hasDetails}
          aria-expanded={hasDetails ? isOpen : undefined}
          onClick={() => setChosen(!isOpen)}
          className="flex min-w-0 flex-1 cursor-pointer items-start gap-2 px-3 py-2 text-left text-xs hover:bg-hover disabled:cursor-default"
        >
          <Icon
            name="chevron-right"
            className={classes(
              "mt-0.5 size-3.5 text-ink-faint transition-transform duration-100",
              isOpen && "rotate-90",
              !hasDetails && "invisible",
            )}
          />
          <FrameTitle frame={frame} needle={needle} />
        </button>
        <span className="flex h-8.5 shrink-0 items-center gap-1.5 pr-2">
          <IconButton
            icon="link"
            label="Copy a link to this frame"
            size="sm"
            className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 max-sm:hidden"
            onClick={() => copyFrameLink(frameId)}
          />
          {frame.in_app && <Badge tone="accent">in app</Badge>}
        </span>
      </div>
      {problem && (
        <p className="border-line border-t bg-warn-soft px-4 py-1.5 text-warn-ink text-xs [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      {isOpen && lines.length > 0 && (
        <SourceContext
          label={`Source of ${frameId}: ${frameLocation(frame)}`}
          lines={lines}
          needle={needle}
        />
      )}
      {isOpen && variables.length > 0 && (
        <div className="border-line border-t px-4 py-2">
          <PairsTable
            pairs={variables}
            label="Variables"
            meta={isRecord(meta) ? meta.vars : undefined}
            needle={needle}
          />
        </div>
      )}
    </li>
  );
}

function FrameTitle({ frame, needle }: { frame: Frame; needle: string }) {
  const file = frameFile(frame);
  const href = safeHref(frame.abs_path);
  const line = [frame.lineno, frame.lineno ? frame.colno : null].filter(Boolean).map(asText).join(":");
  return (
    <span className="min-w-0 leading-[1.125rem] [overflow-wrap:anywhere]">
      <span className={classes("font-mono", frame.in_app ? "font-semibold" : "font-medium text-ink-soft")}>
        <Highlight text={asText(frame.function) || "<anonymous>"} needle={needle} />
      </span>
      <span className="text-ink-faint"> in </span>
      <span className="font-mono text-ink-soft" title={href ?? (asText(frame.abs_path) || undefined)}>
        <Highlight text={file} needle={needle} />
        {line && <span className="text-ink">:{line}</span>}
      </span>
      {frame.module && asText(frame.module) !== file && (
        <span className="text-ink-faint max-sm:hidden">
          {" "}
          <Highlight text={`(${asText(frame.module)})`} needle={needle} />
        </span>
      )}
    </span>
  );
}

function pairsOfVariables(variables: NonNullable<Frame["vars"]>) {
  return Array.isArray(variables)
    ? variables.map((value, index) => [String(index), value] as const)
    : pairsOf(variables);
}

async function copyFrameLink(frameId: string): Promise<void> {
  const url = new URL(location.href);
  url.hash = frameId;
  if (await copyText(url.href)) showToast("Copied the link to this frame", { tone: "success" });
}
