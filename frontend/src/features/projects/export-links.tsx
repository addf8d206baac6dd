import { isRecord } from "@/lib/event";
import { safeHref } from "@/lib/links";
import type { Job } from "@/types/api";
import { buttonClass } from "@/ui/button-class";
import { Icon } from "@/ui/icon";

/** The parts of a finished export. */
export function ExportLinks({ job }: { job: Job | undefined }) {
  const result = isRecord(job?.result) ? job.result : {};
  const links = Array.isArray(result.links) ? result.links : [];
  const unlinked = links.length > 0 && typeof result.parts === "number" ? result.parts - links.length : 0;
  return (
    <>
      {links
        .flatMap((link) => safeHref(link) ?? [])
        .map((href, index) => (
          <a
            key={href}
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            className={buttonClass({ variant: "primary" })}
          >
            <Icon name="download" className="size-3.5" />
            Download part {index + 1}
          </a>
        ))}
      {unlinked > 0 && (
        <p className="text-sm text-muted">
          {unlinked} more {unlinked === 1 ? "part" : "parts"}: ask the API for this job with{" "}
          <code>from_part={links.length}</code>.
        </p>
      )}
    </>
  );
}
