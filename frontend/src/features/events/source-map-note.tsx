/** What stands in the way of readable frames, said once above the stack trace. */
import { Link } from "@tanstack/react-router";
import { pluralize } from "@/lib/numbers";
import type { EventDetail } from "@/types/api";

type SourceMapNoteProps = { event: EventDetail; orgSlug: string; projectSlug: string };

export function SourceMapNote({ event, orgSlug, projectSlug }: SourceMapNoteProps) {
  const maps = event.source_maps;
  if (!maps || maps.unmapped === 0) return null;
  return (
    <div role="note" className="rounded-lg bg-warn-soft px-4 py-3 text-sm text-warn-ink">
      <p className="font-medium">
        {pluralize(maps.unmapped, "frame")} {maps.unmapped === 1 ? "stays" : "stay"} minified
        {maps.mapped > 0 && `; ${maps.mapped} could be mapped`}.
      </p>
      <ul className="mt-1 list-disc pl-5">
        {maps.problems.map(({ problem, frames }) => (
          <li key={problem} className="[overflow-wrap:anywhere]">
            {problem}
            {frames > 1 && ` (${frames} frames)`}
          </li>
        ))}
      </ul>
      <Link
        to="/organizations/$orgSlug/projects/$projectSlug/source-maps"
        params={{ orgSlug, projectSlug }}
        className="mt-1 inline-block underline"
      >
        Source maps of this project
      </Link>
    </div>
  );
}
