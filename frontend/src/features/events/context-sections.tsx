/** Everything else an event says: user, contexts, extra data and packages. */

import { contains, useEventFilter } from "@/features/events/event-filter";
import { isRecord, metaOf } from "@/lib/event";
import type { EventDetail, Json } from "@/types/api";
import { PairsTable } from "@/ui/pairs-table";
import { Section } from "@/ui/section";

const hiddenContexts = new Set(["trace_raw"]);

export function UserSection({ event }: { event: EventDetail }) {
  return <PairsSection title="User" value={event.user} meta={metaOf(event.meta, "user")} />;
}

export function ExtraSection({ event }: { event: EventDetail }) {
  return <PairsSection title="Additional data" value={event.extra} meta={metaOf(event.meta, "extra")} />;
}

export function ModulesSection({ event }: { event: EventDetail }) {
  return <PairsSection title="Packages" value={event.modules} meta={undefined} startsFolded />;
}

export function ContextsSection({ event }: { event: EventDetail }) {
  const needle = useEventFilter();
  if (!isRecord(event.contexts)) return null;
  const meta = metaOf(event.meta, "contexts");
  const contexts = Object.entries(event.contexts)
    .filter(([name, value]) => isRecord(value) && !hiddenContexts.has(name) && contains(needle, name, value))
    .map(([name, value]) => ({ name, pairs: shownPairs(value, name, needle) }))
    .filter(({ pairs }) => pairs.length > 0);
  if (contexts.length === 0) return null;
  return (
    <Section title="Contexts" count={contexts.length}>
      <div className="grid gap-x-8 gap-y-5 xl:grid-cols-2">
        {contexts.map(({ name, pairs }) => (
          <div key={name} className="min-w-0">
            <h3 className="mb-1 font-semibold text-xs capitalize">{name.replaceAll("_", " ")}</h3>
            <PairsTable pairs={pairs} label={name} meta={metaOf(meta, name)} needle={needle} />
          </div>
        ))}
      </div>
    </Section>
  );
}

function shownPairs(value: Json, name: string, needle: string): [string, Json][] {
  if (!isRecord(value)) return [];
  const pairs = Object.entries(value).filter(([key]) => key !== "type");
  const isNamed = needle !== "" && name.toLowerCase().includes(needle);
  return isNamed ? pairs : pairs.filter(([key, item]) => contains(needle, key, item));
}

type PairsSectionProps = { title: string; value: unknown; meta: unknown; startsFolded?: boolean };

function PairsSection({ title, value, meta, startsFolded }: PairsSectionProps) {
  const needle = useEventFilter();
  if (!isRecord(value)) return null;
  const pairs = Object.entries(value).filter(
    ([key, item]) => item !== null && item !== "" && contains(needle, key, item),
  );
  if (pairs.length === 0) return null;
  return (
    <Section
      key={needle ? "filtered" : "all"}
      title={title}
      count={pairs.length}
      startsFolded={startsFolded && !needle}
    >
      <PairsTable pairs={pairs} label={title} meta={meta} needle={needle} />
    </Section>
  );
}
