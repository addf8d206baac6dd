import { useState } from "react";
import { useEventFilter } from "@/features/events/event-filter";
import { StackFrames } from "@/features/events/stack-frames";
import { asText, exceptionsOf, framesOf, metaOf, traceAsText } from "@/lib/event";
import { usePreferences } from "@/stores/preferences";
import type { EventDetail, ExceptionValue, Mechanism } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Highlight } from "@/ui/highlight";
import { Section } from "@/ui/section";
import { ValueView } from "@/ui/value-view";

export function ExceptionSection({ event }: { event: EventDetail }) {
  const exceptions = exceptionsOf(event);
  const order = usePreferences((state) => state.frameOrder);
  const [isRaw, setIsRaw] = useState(false);
  if (exceptions.length === 0) return null;
  const placed = exceptions.map((exception, index) => ({ exception, index }));
  const hasRaw = exceptions.some(({ raw_stacktrace }) => framesOf(raw_stacktrace).length > 0);
  const meta = metaOf(metaOf(event.meta, "exception"), "values");
  return (
    <Section
      title={exceptions.length > 1 ? "Exceptions" : "Stack trace"}
      count={exceptions.length > 1 ? exceptions.length : undefined}
      actions={
        <TraceActions
          event={event}
          exceptions={exceptions}
          hasRaw={hasRaw}
          isRaw={isRaw}
          onRawChange={setIsRaw}
        />
      }
    >
      <div className="space-y-6">
        {(order === "newest" ? placed.toReversed() : placed).map(({ exception, index }) => (
          <ExceptionBlock
            key={index}
            exception={exception}
            index={index}
            isRaw={isRaw}
            isCause={index < exceptions.length - 1}
            meta={metaOf(meta, index)}
          />
        ))}
      </div>
    </Section>
  );
}

type TraceActionsProps = {
  event: EventDetail;
  exceptions: ExceptionValue[];
  hasRaw: boolean;
  isRaw: boolean;
  onRawChange: (isRaw: boolean) => void;
};

function TraceActions({ event, exceptions, hasRaw, isRaw, onRawChange }: TraceActionsProps) {
  const { frameOrder, frameOrderChosen, showAllFrames, allFramesToggled } = usePreferences();
  return (
    <div className="flex flex-wrap items-center gap-1">
      {hasRaw && (
        <Button size="sm" variant="ghost" aria-pressed={isRaw} onClick={() => onRawChange(!isRaw)}>
          {isRaw ? "Show source" : "Show minified"}
        </Button>
      )}
      <Button size="sm" variant="ghost" aria-pressed={showAllFrames} onClick={allFramesToggled}>
        {showAllFrames ? "Fold library frames" : "All frames"}
      </Button>
      <Button
        size="sm"
        variant="ghost"
        onClick={() => frameOrderChosen(frameOrder === "newest" ? "oldest" : "newest")}
      >
        {frameOrder === "newest" ? "Newest first" : "Newest last"}
      </Button>
      <CopyButton label="Copy" text={() => traceAsText(exceptions, event.platform)} />
    </div>
  );
}

type ExceptionBlockProps = {
  exception: ExceptionValue;
  index: number;
  isRaw: boolean;
  isCause: boolean;
  meta: unknown;
};

function ExceptionBlock({ exception, index, isRaw, isCause, meta }: ExceptionBlockProps) {
  const needle = useEventFilter();
  const raw = framesOf(exception.raw_stacktrace);
  const frames = isRaw && raw.length > 0 ? raw : framesOf(exception.stacktrace);
  return (
    <div>
      <div className="mb-2">
        <div className="flex flex-wrap items-center gap-2">
          {isCause && <Badge>cause</Badge>}
          <h3 className="font-mono font-semibold text-base [overflow-wrap:anywhere]">
            <Highlight text={asText(exception.type) || "Error"} needle={needle} />
          </h3>
          <MechanismBadges mechanism={exception.mechanism} />
        </div>
        {exception.value && (
          <p className="mt-0.5 text-ink-soft text-sm [overflow-wrap:anywhere]">
            <ValueView value={asText(exception.value)} meta={metaOf(meta, "value")} needle={needle} />
          </p>
        )}
      </div>
      {frames.length > 0 ? (
        <StackFrames
          frames={frames}
          idPrefix={`frame-${index}`}
          meta={metaOf(metaOf(meta, "stacktrace"), "frames")}
        />
      ) : (
        <p className="rounded-md border border-line border-dashed px-3 py-4 text-center text-ink-faint text-xs">
          This exception came without a stack trace.
        </p>
      )}
    </div>
  );
}

function MechanismBadges({ mechanism }: { mechanism: Mechanism | null | undefined }) {
  if (!mechanism || typeof mechanism !== "object") return null;
  return (
    <>
      {mechanism.handled === false && <Badge tone="danger">unhandled</Badge>}
      {mechanism.handled === true && <Badge tone="ok">handled</Badge>}
      {mechanism.type && (
        <Badge title={asText(mechanism.description) || undefined}>
          {asText(mechanism.type).slice(0, 60)}
        </Badge>
      )}
    </>
  );
}
