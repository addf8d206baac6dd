/** The frames of one stack trace: those of the application open, runs of library frames folded into one line. */
import { useState } from "react";
import { contains, useEventFilter } from "@/features/events/event-filter";
import { FrameRow } from "@/features/events/frame-row";
import { frameFile, isRecord, metaOf } from "@/lib/event";
import { pluralize } from "@/lib/numbers";
import { type FrameOrder, usePreferences } from "@/stores/preferences";
import type { Frame } from "@/types/api";
import { Icon } from "@/ui/icon";

type PlacedFrame = { frame: Frame; index: number };
type Run = { isLibrary: boolean; frames: PlacedFrame[] };

const openAtFirst = 3;
const framesBeforeFolding = 1;

type StackFramesProps = { frames: Frame[]; idPrefix: string; meta?: unknown };

export function StackFrames({ frames, idPrefix, meta }: StackFramesProps) {
  const needle = useEventFilter();
  const order = usePreferences((state) => state.frameOrder);
  const showsAll = usePreferences((state) => state.showAllFrames);
  const placed = arrange(frames, order).filter(({ frame }) => frameContains(needle, frame));
  const hasOwnFrames = placed.some(({ frame }) => frame.in_app);
  const runs =
    showsAll || needle || !hasOwnFrames ? [{ isLibrary: false, frames: placed }] : splitIntoRuns(placed);
  const opened = framesToOpen(placed, order, hasOwnFrames);
  return (
    <ol className="overflow-hidden rounded-md border border-line">
      {runs.map((run) =>
        run.isLibrary && run.frames.length > framesBeforeFolding ? (
          <LibraryRun key={run.frames[0]?.index} run={run} idPrefix={idPrefix} meta={meta} />
        ) : (
          run.frames.map(({ frame, index }) => (
            <FrameRow
              key={index}
              frame={frame}
              frameId={`${idPrefix}-${index}`}
              meta={metaOf(meta, index)}
              startsOpen={opened.has(index)}
            />
          ))
        ),
      )}
    </ol>
  );
}

function LibraryRun({ run, idPrefix, meta }: { run: Run; idPrefix: string; meta: unknown }) {
  const holdsTarget = run.frames.some(({ index }) => location.hash === `#${idPrefix}-${index}`);
  const [isOpen, setIsOpen] = useState(holdsTarget);
  if (isOpen) {
    return run.frames.map(({ frame, index }) => (
      <FrameRow
        key={index}
        frame={frame}
        frameId={`${idPrefix}-${index}`}
        meta={metaOf(meta, index)}
        startsOpen={false}
      />
    ));
  }
  const files = [...new Set(run.frames.map(({ frame }) => shortName(frame)))].slice(0, 3).join(", ");
  return (
    <li className="border-line border-t first:border-t-0">
      <button
        type="button"
        aria-expanded={false}
        onClick={() => setIsOpen(true)}
        className="flex w-full items-center gap-2 bg-sunken/60 px-3 py-1.5 text-left text-ink-faint text-xs hover:bg-hover hover:text-ink-soft"
      >
        <Icon name="chevron-right" className="size-3.5" />
        <span className="shrink-0">{pluralize(run.frames.length, "library frame")}</span>
        <span className="truncate font-mono text-2xs">{files}</span>
      </button>
    </li>
  );
}

function shortName(frame: Frame): string {
  const file = frameFile(frame);
  return file.split("/").slice(-2).join("/");
}

function arrange(frames: Frame[], order: FrameOrder): PlacedFrame[] {
  const placed = frames.map((frame, index) => ({ frame, index }));
  return order === "newest" ? placed.toReversed() : placed;
}

function frameContains(needle: string, frame: Frame): boolean {
  const source = [frame.pre_context, frame.context_line, frame.post_context];
  return contains(
    needle,
    frame.function,
    frame.filename,
    frame.module,
    frame.abs_path,
    isRecord(frame.vars) ? frame.vars : null,
    ...source,
  );
}

function splitIntoRuns(placed: PlacedFrame[]): Run[] {
  const runs: Run[] = [];
  for (const item of placed) {
    const isLibrary = !item.frame.in_app;
    const last = runs.at(-1);
    if (last && last.isLibrary === isLibrary) last.frames.push(item);
    else runs.push({ isLibrary, frames: [item] });
  }
  return runs;
}

/** The newest frames of the application, or the very newest when it has none. */
function framesToOpen(placed: PlacedFrame[], order: FrameOrder, hasOwnFrames: boolean): Set<number> {
  const newestFirst = order === "newest" ? placed : placed.toReversed();
  const candidates = hasOwnFrames ? newestFirst.filter(({ frame }) => frame.in_app) : newestFirst.slice(0, 1);
  return new Set(candidates.slice(0, openAtFirst).map(({ index }) => index));
}
