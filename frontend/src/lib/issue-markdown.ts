/** An issue with one of its events as Markdown, to paste into a ticket or hand to a colleague. */
import {
  asText,
  breadcrumbsOf,
  exceptionsOf,
  frameLocation,
  framesOf,
  sourceLines,
  tagsOf,
} from "@/lib/event";
import type { EventDetail, ExceptionValue, IssueDetail } from "@/types/api";

const maxFrames = 30;
const maxBreadcrumbs = 15;

export function issueAsMarkdown(issue: IssueDetail, event: EventDetail | undefined, url: string): string {
  const facts = [
    `- Issue: [${issue.short_id}](${url})`,
    `- Status: ${issue.status}, level ${issue.level}`,
    `- Seen: ${issue.times_seen} times by ${issue.users} users, first ${issue.first_seen}, last ${issue.last_seen}`,
    ...(issue.first_release
      ? [`- Releases: ${issue.first_release} to ${issue.last_release ?? issue.first_release}`]
      : []),
    ...(issue.culprit ? [`- Culprit: ${inlineCode(issue.culprit)}`] : []),
  ];
  const parts = [`# ${escapeHeading(issue.title)}`, facts.join("\n")];
  if (event) parts.push(...eventParts(event));
  return `${parts.join("\n\n")}\n`;
}

function eventParts(event: EventDetail): string[] {
  const parts = [`## Event ${event.event_id}`, `- Time: ${event.timestamp}`];
  const exceptions = exceptionsOf(event).toReversed();
  for (const exception of exceptions) parts.push(exceptionPart(exception));
  if (exceptions.length === 0 && event.message) parts.push(codeBlock(asText(event.message)));
  const tags = tagsOf(event);
  if (tags.length > 0)
    parts.push(`## Tags\n\n${tags.map(([key, value]) => `- ${key}: ${inlineCode(value)}`).join("\n")}`);
  const breadcrumbs = breadcrumbsOf(event).slice(-maxBreadcrumbs);
  if (breadcrumbs.length > 0) {
    const lines = breadcrumbs.map(
      ({ category, message, data }) => `${asText(category)}  ${asText(message) || asText(data)}`,
    );
    parts.push(`## Breadcrumbs\n\n${codeBlock(lines.join("\n"))}`);
  }
  return parts;
}

function exceptionPart(exception: ExceptionValue): string {
  const frames = framesOf(exception.stacktrace).toReversed().slice(0, maxFrames);
  const lines = frames.flatMap((frame) => {
    const failing = sourceLines(frame).find(({ isFailing }) => isFailing);
    const mark = frame.in_app ? "→" : " ";
    const head = `${mark} ${asText(frame.function) || "<anonymous>"} (${frameLocation(frame)})`;
    return failing && frame.in_app ? [head, `      ${failing.text.trim()}`] : [head];
  });
  const title = [asText(exception.type), asText(exception.value)].filter(Boolean).join(": ");
  return `## ${escapeHeading(title)}\n\n${codeBlock(lines.join("\n"))}`;
}

function escapeHeading(text: string): string {
  return text.replace(/\s+/g, " ").replace(/([\\`*_[\]<>#])/g, "\\$1");
}

/** Fences longer than any run of backticks inside, so that event text cannot leave its block. */
function codeBlock(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}\n${text}\n${fence}`;
}

function inlineCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text.replace(/\s+/g, " ")}${fence}`;
}
