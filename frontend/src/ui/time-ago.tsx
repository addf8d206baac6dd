import { formatAbsolute, formatAge, formatRelative, parseTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";

type TimeAgoProps = { at: string | number | null | undefined; isShort?: boolean; className?: string };

/** A relative time; the absolute one is in its title. */
export function TimeAgo({ at, isShort, className }: TimeAgoProps) {
  const now = useNow();
  const date = parseTime(at);
  if (!date) return <span className={className}>–</span>;
  return (
    <time dateTime={date.toISOString()} title={formatAbsolute(date)} className={className}>
      {isShort ? formatAge(date, now) : formatRelative(date, now)}
    </time>
  );
}
