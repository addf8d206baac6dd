/** The tags of one event; each is a link to the issues that carry the same tag. */
import { Link } from "@tanstack/react-router";
import { contains, useEventFilter } from "@/features/events/event-filter";
import { tagsOf } from "@/lib/event";
import { tagTerm } from "@/lib/search-terms";
import type { EventDetail } from "@/types/api";
import { Highlight } from "@/ui/highlight";
import { Section } from "@/ui/section";

type TagChipsProps = { event: EventDetail; orgSlug: string; projectSlug: string };

export function TagChips({ event, orgSlug, projectSlug }: TagChipsProps) {
  const needle = useEventFilter();
  const tags = tagsOf(event).filter(([key, value]) => contains(needle, key, value));
  if (tags.length === 0) return null;
  return (
    <Section title="Tags" count={tags.length}>
      <ul className="flex flex-wrap gap-1.5">
        {tags.map(([key, value]) => (
          <li key={`${key}=${value}`} className="max-w-full">
            <Link
              to="/organizations/$orgSlug/projects/$projectSlug/issues"
              params={{ orgSlug, projectSlug }}
              search={{ query: tagTerm(key, value) }}
              title={`Issues with ${key} = ${value}`}
              className="flex max-w-full overflow-hidden rounded-md text-xs ring-1 ring-line ring-inset hover:ring-accent"
            >
              <span className="shrink-0 bg-sunken px-2 py-0.5 text-ink-faint">
                <Highlight text={key} needle={needle} />
              </span>
              <span className="truncate px-2 py-0.5 font-mono">
                <Highlight text={value} needle={needle} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
