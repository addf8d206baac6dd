import { useInfiniteQuery } from "@tanstack/react-query";
import { auditQuery } from "@/features/organizations/queries";
import { asText } from "@/lib/event";
import type { AuditEntry, Organization } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Card } from "@/ui/card";
import { PagedList } from "@/ui/paged-list";
import { EmptyState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

export function AuditPage({ organization }: { organization: Organization }) {
  const audit = useInfiniteQuery(auditQuery(organization.slug));
  return (
    <Card title="Audit log" description="Who changed what, newest first." isFlush>
      <PagedList
        pages={audit}
        skeletonCount={8}
        skeletonClassName="h-12"
        empty={<EmptyState icon="shield" title="Nothing has been changed yet" />}
      >
        {(entry) => <AuditRow key={entry.id} entry={entry} />}
      </PagedList>
    </Card>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const details = Object.entries(entry.details ?? {}).map(
    ([key, value]) => `${key.replaceAll("_", " ")}: ${asText(value)}`,
  );
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-line border-b px-4 py-2.5 text-sm last:border-0">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{entry.actor?.name || entry.actor?.email || "MiniSentry"}</span>
        <Badge>{entry.action}</Badge>
        <span className="truncate text-ink-soft">{entry.target}</span>
      </p>
      <TimeAgo at={entry.created_at} className="text-right text-ink-faint text-xs" />
      <p className="truncate text-ink-faint text-xs">{details.join(" · ")}</p>
      <p className="text-right font-mono text-2xs text-ink-faint">{entry.address}</p>
    </li>
  );
}
