import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useDeleteBundle } from "@/features/artifacts/mutations";
import { bundleQuery } from "@/features/artifacts/queries";
import { classes } from "@/lib/classes";
import { formatBytes, pluralize } from "@/lib/numbers";
import type { Bundle } from "@/types/api";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

export function BundleRow({ bundle, projectId }: { bundle: Bundle; projectId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const remove = useDeleteBundle(projectId);
  const releases = bundle.releases.map(({ version, dist }) => (dist ? `${version} (${dist})` : version));
  return (
    <li className="border-line border-b last:border-0">
      <div className="flex min-h-14 items-center gap-3 px-4 py-2">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-w-0 flex-1 items-center gap-2 text-left"
        >
          <Icon
            name="chevron-right"
            className={classes("size-3.5 text-ink-faint transition-transform", isOpen && "rotate-90")}
          />
          <span className="min-w-0">
            <span className="block truncate font-medium font-mono text-sm">
              {releases.join(", ") || "by debug ids alone"}
            </span>
            <span className="block text-ink-faint text-xs">
              {pluralize(bundle.files, "file")}, {pluralize(bundle.maps, "map")},{" "}
              {formatBytes(bundle.size_bytes)}, uploaded <TimeAgo at={bundle.uploaded_at} />
            </span>
          </span>
        </button>
        {bundle.state !== "ok" && (
          <Badge tone={bundle.state === "error" ? "danger" : "neutral"} title={bundle.detail ?? undefined}>
            {bundle.state}
          </Badge>
        )}
        <IconButton
          icon="trash"
          size="sm"
          label={`Delete the bundle of ${releases.join(", ") || bundle.id}`}
          onClick={() => remove.mutate(bundle)}
        />
      </div>
      {bundle.detail && <p className="px-4 pb-2 text-danger-ink text-xs">{bundle.detail}</p>}
      {isOpen && <BundleFiles projectId={projectId} bundleId={bundle.id} />}
    </li>
  );
}

function BundleFiles({ projectId, bundleId }: { projectId: string; bundleId: string }) {
  const { data, error, refetch } = useQuery(bundleQuery(projectId, bundleId));
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonRows count={3} />;
  return (
    <ul className="border-line border-t bg-sunken/60 px-4 py-2 font-mono text-2xs">
      {data.contents.map((file) => (
        <li key={`${file.kind}:${file.name}`} className="py-1 [overflow-wrap:anywhere]">
          {file.name}
          <span className="text-ink-faint">
            {" "}
            {file.debug_id ?? "no debug id"}
            {file.map && ` → ${file.map}`}
          </span>
          {file.problem && <span className="block text-warn-ink">{file.problem}</span>}
        </li>
      ))}
    </ul>
  );
}
