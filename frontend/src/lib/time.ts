/** Times as people read them: relative in the text, absolute in the title. */

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const absolute = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });
const shortDay = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const clock = new Intl.DateTimeFormat("en", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hour12: false,
});
const hourOfDay = new Intl.DateTimeFormat("en", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export function parseTime(value: string | number | null | undefined): Date | null {
  if (value === null || value === undefined || value === "") return null;
  const date = typeof value === "number" ? new Date(value * 1000) : new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** `5 min`, `3 h`, `12 d`: how long ago, as short as a table column wants it. */
export function formatAge(date: Date, now: number): string {
  const seconds = Math.max(0, Math.round((now - date.getTime()) / 1000));
  if (seconds < minute) return seconds < 5 ? "now" : `${seconds}s`;
  if (seconds < hour) return `${Math.floor(seconds / minute)}min`;
  if (seconds < day) return `${Math.floor(seconds / hour)}h`;
  if (seconds < 60 * day) return `${Math.floor(seconds / day)}d`;
  if (seconds < 730 * day) return `${Math.floor(seconds / (30 * day))}mo`;
  return `${Math.floor(seconds / (365 * day))}y`;
}

export function formatRelative(date: Date, now: number): string {
  const seconds = Math.round((date.getTime() - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 5) return "just now";
  if (size < minute) return relative.format(seconds, "second");
  if (size < hour) return relative.format(Math.round(seconds / minute), "minute");
  if (size < day) return relative.format(Math.round(seconds / hour), "hour");
  if (size < 60 * day) return relative.format(Math.round(seconds / day), "day");
  return shortDay.format(date);
}

export function formatAbsolute(date: Date): string {
  return `${absolute.format(date)} (${date.toISOString()})`;
}

export function formatClock(date: Date): string {
  return clock.format(date);
}

export function formatHour(date: Date): string {
  return hourOfDay.format(date);
}

export function formatDay(date: Date): string {
  return shortDay.format(date);
}
