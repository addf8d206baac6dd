/** What happened before: newest first, so that the moment of the error is on top. */
import { useState } from "react";
import { contains, useEventFilter } from "@/features/events/event-filter";
import { classes } from "@/lib/classes";
import { asText, breadcrumbsOf, isRecord } from "@/lib/event";
import { formatAbsolute, formatClock, parseTime } from "@/lib/time";
import type { Breadcrumb, EventDetail } from "@/types/api";
import { Button } from "@/ui/button";
import { Highlight } from "@/ui/highlight";
import { Icon, type IconName } from "@/ui/icon";
import { Section } from "@/ui/section";
import { ValueView } from "@/ui/value-view";

const shownAtFirst = 12;

export function BreadcrumbsSection({ event }: { event: EventDetail }) {
  const needle = useEventFilter();
  const [showsAll, setShowsAll] = useState(false);
  const all = breadcrumbsOf(event).toReversed();
  const found = all.filter(({ message, category, data, type }) =>
    contains(needle, message, category, data, type),
  );
  if (all.length === 0 || found.length === 0) return null;
  const shown = showsAll || needle ? found : found.slice(0, shownAtFirst);
  const eventTime = parseTime(event.timestamp);
  return (
    <Section title="Breadcrumbs" count={found.length} isFlush>
      <ol>
        {shown.map((breadcrumb, index) => (
          <BreadcrumbRow key={index} breadcrumb={breadcrumb} needle={needle} eventTime={eventTime} />
        ))}
      </ol>
      {shown.length < found.length && (
        <div className="border-line border-t p-1.5 text-center">
          <Button variant="ghost" size="sm" onClick={() => setShowsAll(true)}>
            Show {found.length - shown.length} more
          </Button>
        </div>
      )}
    </Section>
  );
}

type BreadcrumbRowProps = { breadcrumb: Breadcrumb; needle: string; eventTime: Date | null };

function BreadcrumbRow({ breadcrumb, needle, eventTime }: BreadcrumbRowProps) {
  const { message, category, type, level, data } = breadcrumb;
  const isTrouble = level === "error" || level === "fatal" || type === "error";
  const entries = isRecord(data) ? Object.entries(data) : [];
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-2.5 border-line border-b px-4 py-1.5 text-xs last:border-0">
      <Icon
        name={iconFor(breadcrumb)}
        className={classes(
          "mt-0.5 size-3.5",
          isTrouble ? "text-danger-ink" : level === "warning" ? "text-warn-ink" : "text-ink-faint",
        )}
      />
      <div className="min-w-0 leading-[1.125rem]">
        <span className="mr-2 font-medium text-ink-soft">
          <Highlight text={asText(category) || asText(type) || "default"} needle={needle} />
        </span>
        {message && (
          <span className={classes("font-mono [overflow-wrap:anywhere]", isTrouble && "text-danger-ink")}>
            <ValueView value={asText(message)} needle={needle} />
          </span>
        )}
        {entries.length > 0 && (
          <span className={classes("font-mono", message && "block")}>
            {entries.slice(0, 12).map(([key, value]) => (
              <span key={key} className="mr-3 [overflow-wrap:anywhere]">
                <span className="text-ink-faint">{key}=</span>
                <ValueView value={value} needle={needle} />
              </span>
            ))}
          </span>
        )}
      </div>
      <BreadcrumbTime at={breadcrumb.timestamp} eventTime={eventTime} />
    </li>
  );
}

function BreadcrumbTime({ at, eventTime }: { at: Breadcrumb["timestamp"]; eventTime: Date | null }) {
  const date = parseTime(at);
  if (!date) return <span />;
  const seconds = eventTime ? (eventTime.getTime() - date.getTime()) / 1000 : null;
  return (
    <time
      dateTime={date.toISOString()}
      title={formatAbsolute(date)}
      className="text-right text-2xs text-ink-faint leading-[1.125rem] tabular"
    >
      {formatClock(date)}
      {seconds !== null && seconds >= 0 && seconds < 36_000 && (
        <span className="ml-2 inline-block w-14 max-sm:hidden">−{seconds.toFixed(2)} s</span>
      )}
    </time>
  );
}

function iconFor({ type, category }: Breadcrumb): IconName {
  const name = `${asText(type)} ${asText(category)}`;
  if (/error|exception/.test(name)) return "alert";
  if (/http|fetch|xhr/.test(name)) return "send";
  if (/navigation/.test(name)) return "arrow-right";
  if (/ui|user|click|input/.test(name)) return "user";
  if (/query|sql|redis|db/.test(name)) return "folder";
  if (/console|log|debug/.test(name)) return "message";
  return "activity";
}
