/** One event, part by part, under one filter box. */
import { useDeferredValue, useRef, useState } from "react";
import { AttachmentsSection } from "@/features/events/attachments-section";
import { BreadcrumbsSection } from "@/features/events/breadcrumbs-section";
import {
  ContextsSection,
  ExtraSection,
  ModulesSection,
  UserSection,
} from "@/features/events/context-sections";
import { contains, EventFilterProvider } from "@/features/events/event-filter";
import { ExceptionSection } from "@/features/events/exception-section";
import { ReportSection } from "@/features/events/report-section";
import { RequestSection } from "@/features/events/request-section";
import { SourceMapNote } from "@/features/events/source-map-note";
import { StackFrames } from "@/features/events/stack-frames";
import { TagChips } from "@/features/events/tag-chips";
import { ThreadSection } from "@/features/events/thread-section";
import { classes } from "@/lib/classes";
import { asText, exceptionsOf, framesOf, metaOf } from "@/lib/event";
import { useHotkeys } from "@/lib/use-hotkeys";
import type { EventDetail } from "@/types/api";
import { controlClass } from "@/ui/forms/field";
import { Icon } from "@/ui/icon";
import { Kbd } from "@/ui/kbd";
import { Section } from "@/ui/section";
import { ValueView } from "@/ui/value-view";

type EventContentProps = { event: EventDetail; orgSlug: string; projectSlug: string };

export function EventContent({ event, orgSlug, projectSlug }: EventContentProps) {
  const [typed, setTyped] = useState("");
  const needle = useDeferredValue(typed.trim().toLowerCase());
  const isEmptyHanded =
    needle !== "" && !contains(needle, { ...event, raw: null, grouping: null, meta: null });
  return (
    <EventFilterProvider value={needle}>
      <div className="space-y-3">
        <FilterBox value={typed} onChange={setTyped} />
        {isEmptyHanded && (
          <p className="py-10 text-center text-ink-soft text-sm">Nothing in this event contains “{typed}”.</p>
        )}
        {event.body_kept === false && (
          <p role="note" className="rounded-lg bg-warn-soft px-4 py-3 text-sm text-warn-ink">
            This event was counted, but its contents were not kept: the project’s monthly budget ran low.
          </p>
        )}
        <ReportSection event={event} />
        <MessageSection event={event} needle={needle} />
        <SourceMapNote event={event} orgSlug={orgSlug} projectSlug={projectSlug} />
        <ExceptionSection event={event} />
        <ThreadSection event={event} />
        <BareStackSection event={event} />
        <TagChips event={event} orgSlug={orgSlug} projectSlug={projectSlug} />
        <BreadcrumbsSection event={event} />
        <RequestSection event={event} />
        <UserSection event={event} />
        <ContextsSection event={event} />
        <ExtraSection event={event} />
        <AttachmentsSection event={event} />
        <ModulesSection event={event} />
      </div>
    </EventFilterProvider>
  );
}

function FilterBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys({ "/": () => input.current?.focus() });
  return (
    <div className="relative">
      <Icon name="filter" className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" />
      <input
        ref={input}
        type="text"
        aria-label="Filter this event"
        placeholder="Filter frames, variables, breadcrumbs, contexts…"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          onChange("");
          event.currentTarget.blur();
        }}
        className={classes(controlClass, "h-8 pr-9 pl-8.5")}
      />
      {!value && (
        <span className="absolute top-1.5 right-2">
          <Kbd keys="/" />
        </span>
      )}
    </div>
  );
}

/** The message, unless an exception or a browser's report already says it. */
function MessageSection({ event, needle }: { event: EventDetail; needle: string }) {
  const message = asText(event.message);
  const isRepeated = exceptionsOf(event).some(
    ({ type, value }) => message === asText(value) || message === `${asText(type)}: ${asText(value)}`,
  );
  if (!message || isRepeated || event.report || !contains(needle, message)) return null;
  return (
    <Section title="Message">
      <div className="font-mono text-xs leading-5">
        <ValueView
          value={message}
          meta={metaOf(metaOf(event.meta, "logentry"), "formatted")}
          needle={needle}
        />
      </div>
    </Section>
  );
}

/** A stack trace that hangs on neither an exception nor a thread. */
function BareStackSection({ event }: { event: EventDetail }) {
  const frames = framesOf({ frames: event.stack_trace });
  const isElsewhere =
    exceptionsOf(event).some(({ stacktrace }) => framesOf(stacktrace).length > 0) || Boolean(event.threads);
  if (frames.length === 0 || isElsewhere) return null;
  return (
    <Section title="Stack trace">
      <StackFrames frames={frames} idPrefix="frame" />
    </Section>
  );
}
