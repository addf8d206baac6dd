/** The virtual list of issues: however many there are, only those near the window are in the document. */
import { useQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { IssueRow } from "@/features/issues/issue-row";
import { useSetStatus } from "@/features/issues/mutations";
import { useIssueListHotkeys } from "@/features/issues/use-issue-list-hotkeys";
import { newestReleasesQuery } from "@/features/projects/statistics";
import type { IssueSearch } from "@/lib/issue-search";
import { placeReleases, type ReleaseMark } from "@/lib/release-marks";
import { useMediaQuery } from "@/lib/use-media-query";
import { useSelection } from "@/stores/selection";
import type { Issue } from "@/types/api";
import { Spinner } from "@/ui/spinner";

const fetchAheadRows = 15;
const overscanRows = 8;
const stickyHeaderPx = 96;

type IssueListProps = {
  orgSlug: string;
  projectId: string;
  projectSlug: string;
  search: IssueSearch;
  issues: Issue[];
  hasMore: boolean;
  isFetchingMore: boolean;
  onMore: () => void;
};

export function IssueList({
  orgSlug,
  projectId,
  projectSlug,
  search,
  issues,
  hasMore,
  isFetchingMore,
  onMore,
}: IssueListProps) {
  const list = useRef<HTMLUListElement>(null);
  const rowHeight = useMediaQuery("(min-width: 640px)") ? 60 : 64;
  const offsetTop = useOffsetTop(list);
  const virtualizer = useWindowVirtualizer({
    count: issues.length,
    estimateSize: useCallback(() => rowHeight, [rowHeight]),
    // First what the window shows; the rows around it follow when there is time.
    overscan: useDeferredValue(overscanRows, 0),
    scrollMargin: offsetTop,
    scrollPaddingStart: stickyHeaderPx,
    getItemKey: useCallback((index: number) => issues[index]?.id ?? index, [issues]),
  });
  const rows = virtualizer.getVirtualItems();
  const releaseMarks = useReleaseMarks(projectId);
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isFetchingMore && lastShown >= issues.length - fetchAheadRows) onMore();
  }, [hasMore, isFetchingMore, lastShown, issues.length, onMore]);

  const { toggled, listWalked } = useSelection.getState();
  useEffect(() => listWalked(issues.map(({ id }) => id)), [issues, listWalked]);
  const selected = useSelection((state) => state.selected);
  const allMatching = useSelection((state) => state.allMatching);

  const { onResolve, onIgnore } = useRowActions(projectId);
  const current = useIssueListHotkeys({
    issues,
    orgSlug,
    projectId,
    projectSlug,
    search,
    onMove: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  });

  return (
    <>
      <ul ref={list} className="relative" aria-label="Issues" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start, size }) => {
          const issue = issues[index];
          if (!issue) return null;
          return (
            <li
              key={key}
              className="absolute inset-x-0 top-0"
              aria-posinset={index + 1}
              aria-setsize={hasMore ? -1 : issues.length}
              style={{ height: size, transform: `translateY(${start - offsetTop}px)` }}
            >
              <IssueRow
                issue={issue}
                orgSlug={orgSlug}
                projectSlug={projectSlug}
                search={search}
                releaseMarks={releaseMarks}
                isCurrent={index === current}
                isSelected={allMatching || selected.has(issue.id)}
                onToggle={toggled}
                onResolve={onResolve}
                onIgnore={onIgnore}
              />
            </li>
          );
        })}
      </ul>
      <div className="flex h-14 items-center justify-center text-ink-faint text-xs">
        {isFetchingMore ? <Spinner /> : hasMore ? null : issues.length > 12 && "That is all."}
      </div>
    </>
  );
}

function useRowActions(projectId: string) {
  const setStatus = useSetStatus(projectId);
  const latest = useRef(setStatus);
  useEffect(() => {
    latest.current = setStatus;
  });
  const onResolve = useCallback((issue: Issue) => {
    latest.current([issue], { status: issue.status === "resolved" ? "unresolved" : "resolved" });
  }, []);
  const onIgnore = useCallback((issue: Issue) => {
    latest.current([issue], { status: issue.status === "ignored" ? "unresolved" : "ignored" });
  }, []);
  return { onResolve, onIgnore };
}

const hourMs = 3_600_000;
const noMarks: ReleaseMark[] = [];

/** The releases of the hours that sparklines show: the running one and the 23 before. */
function useReleaseMarks(projectId: string): ReleaseMark[] {
  const { data: releases, dataUpdatedAt } = useQuery(newestReleasesQuery(projectId));
  return useMemo(() => {
    const end = (Math.floor(dataUpdatedAt / hourMs) + 1) * hourMs;
    const marks = placeReleases(releases ?? [], end - 24 * hourMs, end, 24);
    return marks.length > 0 ? marks : noMarks;
  }, [releases, dataUpdatedAt]);
}

/** Where the list begins in the document; the virtualizer counts from there. */
function useOffsetTop(element: React.RefObject<HTMLElement | null>): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const top = element.current?.getBoundingClientRect().top;
      if (top !== undefined) setOffset(Math.round(top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return offset;
}
