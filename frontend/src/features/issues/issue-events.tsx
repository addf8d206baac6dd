import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { EventTable } from "@/features/events/event-table";
import { issueEventsQuery } from "@/features/events/queries";
import type { IssuePageProps } from "@/features/issues/issue-page";
import { classes } from "@/lib/classes";
import { useDebounced } from "@/lib/use-debounced";
import { controlClass } from "@/ui/forms/field";

const debounceMs = 300;

export function IssueEvents({
  orgSlug,
  project,
  issueId,
  listSearch,
  onShowEvent,
}: IssuePageProps & { onShowEvent: () => void }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const query = useDebounced(typed.trim(), debounceMs);
  const events = useInfiniteQuery(issueEventsQuery(project.id, issueId, query ? { query } : {}));
  const show = (eventId: string) => {
    onShowEvent();
    navigate({
      to: "/organizations/$orgSlug/projects/$projectSlug/issues/$issueId",
      params: { orgSlug, projectSlug: project.slug, issueId },
      search: { ...listSearch, event: eventId },
    });
  };
  return (
    <div className="space-y-3">
      <input
        type="search"
        aria-label="Search the events of this issue"
        placeholder="Search by tag: browser:Firefox release:1.2.0 user:42…"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={classes(controlClass, "h-8")}
      />
      <EventTable orgSlug={orgSlug} projectSlug={project.slug} events={events} onShow={show} />
    </div>
  );
}
