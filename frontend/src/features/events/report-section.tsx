/** What a browser reported: a policy's violation, a certificate, a deprecation. */
import { contains, useEventFilter } from "@/features/events/event-filter";
import { metaOf } from "@/lib/event";
import type { EventDetail, Json } from "@/types/api";
import { PairsTable } from "@/ui/pairs-table";
import { Section } from "@/ui/section";

const titles: Record<string, string> = {
  csp: "Content security policy report",
  hpkp: "Public key pinning report",
  expectct: "Expect-CT report",
  expectstaple: "Expect-Staple report",
};

const labels: Record<string, string> = {
  document_uri: "Document URI",
  url: "Document URI",
  effective_directive: "Directive",
  violated_directive: "Violated directive",
  blocked_uri: "Blocked URI",
  source_file: "Source URI",
  line_number: "Line",
  column_number: "Column",
  script_sample: "Sample",
  status_code: "Status",
  original_policy: "Policy",
};

export function ReportSection({ event }: { event: EventDetail }) {
  const needle = useEventFilter();
  const { report } = event;
  if (!report) return null;
  const trimmed = metaOf(event.meta, report.kind);
  const named = Object.entries(report.fields).map(([name, value]) => [labelOf(name), value as Json] as const);
  const meta = Object.fromEntries(
    Object.keys(report.fields).map((name) => [labelOf(name), metaOf(trimmed, name)]),
  );
  const pairs = named.filter(([name, value]) => contains(needle, name, value));
  if (pairs.length === 0) return null;
  return (
    <Section title={titles[report.kind] ?? `${inWords(report.kind)} report`}>
      <PairsTable pairs={pairs} label="Report" meta={meta} needle={needle} />
    </Section>
  );
}

function labelOf(name: string): string {
  return labels[name] ?? inWords(name);
}

function inWords(name: string): string {
  const text = name.replaceAll(/[_-]/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
