/** The head of the list: column names, or what to do with the selection. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { columns } from "@/features/issues/list-columns";
import { useAssignIssues, useChangeIssues, useSetStatus } from "@/features/issues/mutations";
import { useDeleteIssues, useMergeIssues } from "@/features/issues/optimistic-edits";
import { membersQuery } from "@/features/organizations/queries";
import { classes } from "@/lib/classes";
import type { IssueFilters } from "@/lib/issue-search";
import { formatCount, pluralize } from "@/lib/numbers";
import { useSelection } from "@/stores/selection";
import type { Issue, IssueChange } from "@/types/api";
import { Button, IconButton } from "@/ui/button";
import { Menu, type MenuEntry } from "@/ui/menu";

type IssueListHeaderProps = {
  orgSlug: string;
  projectId: string;
  issues: Issue[];
  filters: IssueFilters;
  hasMore: boolean;
  total: number | undefined;
};

export function IssueListHeader(props: IssueListHeaderProps) {
  const { issues } = props;
  const { selected, chosen, cleared } = useSelection();
  const count = issues.filter(({ id }) => selected.has(id)).length;
  return (
    <div className="sticky top-12 z-20 flex h-10 items-center gap-3 border-line border-y bg-sunken px-4 text-ink-faint text-xs sm:px-6 lg:top-0">
      <SelectAllBox
        count={count}
        total={issues.length}
        onChange={(isChecked) => (isChecked ? chosen(issues.map(({ id }) => id)) : cleared())}
      />
      {count > 0 ? (
        <BulkActions {...props} selectedIssues={issues.filter(({ id }) => selected.has(id))} />
      ) : (
        <>
          <span className="flex-1">Issue</span>
          <span className={columns.graph}>Last 24 h</span>
          <span className={classes(columns.number, "text-xs!")}>Events</span>
          <span className={classes(columns.number, "text-xs! max-sm:hidden")}>Users</span>
          <span className={columns.assignee}>Who</span>
        </>
      )}
    </div>
  );
}

function SelectAllBox({
  count,
  total,
  onChange,
}: {
  count: number;
  total: number;
  onChange: (isChecked: boolean) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && count < total;
  }, [count, total]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label="Select all loaded issues"
      checked={total > 0 && count === total}
      onChange={(event) => onChange(event.target.checked)}
      disabled={total === 0}
      className="size-4 shrink-0 accent-accent"
    />
  );
}

function BulkActions({
  orgSlug,
  projectId,
  filters,
  hasMore,
  total,
  issues,
  selectedIssues,
}: IssueListHeaderProps & { selectedIssues: Issue[] }) {
  const { allMatching, allMatchingChosen, cleared } = useSelection();
  const setStatus = useSetStatus(projectId);
  const { mutate: changeIssues } = useChangeIssues(projectId);
  const assignIssues = useAssignIssues(projectId);
  const merge = useMergeIssues(projectId);
  const remove = useDeleteIssues(projectId);
  const ids = selectedIssues.map(({ id }) => id);

  const changeStatus = (change: IssueChange & { status: Issue["status"] }) => {
    if (!allMatching) return setStatus(selectedIssues, change);
    changeIssues({ target: { filters }, change });
    cleared();
  };
  const entries: MenuEntry[] = [
    { label: "Reopen", icon: "undo", onSelect: () => changeStatus({ status: "unresolved" }) },
    {
      label: "Merge into one…",
      icon: "link",
      isDisabled: ids.length < 2 || allMatching,
      onSelect: () => merge.mutate(selectedIssues),
    },
    "separator",
    {
      label: "Delete…",
      icon: "trash",
      isDanger: true,
      isDisabled: allMatching,
      onSelect: () => remove.mutate(selectedIssues),
    },
  ];
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <Button size="sm" icon="check" onClick={() => changeStatus({ status: "resolved" })}>
        Resolve
      </Button>
      <Button size="sm" icon="mute" onClick={() => changeStatus({ status: "ignored" })}>
        Ignore
      </Button>
      <AssignMenu
        orgSlug={orgSlug}
        onAssign={(assignee) => {
          if (!allMatching) return assignIssues(selectedIssues, assignee);
          changeIssues({ target: { filters }, change: { assignee_id: assignee?.id ?? null }, assignee });
          cleared();
        }}
      />
      <Menu
        entries={entries}
        align="start"
        button={<IconButton icon="dots" label="More actions" size="sm" />}
      />
      <span className="ml-auto truncate text-ink-soft" role="status">
        {allMatching
          ? total === undefined
            ? "All that match are selected"
            : `All ${formatCount(total)} selected`
          : `${pluralize(ids.length, "issue")} selected`}
      </span>
      {!allMatching && hasMore && ids.length === issues.length && (
        <button
          type="button"
          onClick={allMatchingChosen}
          className="shrink-0 font-medium text-accent-ink hover:underline"
        >
          {total === undefined ? "Select all that match" : `Select all ${formatCount(total)}`}
        </button>
      )}
      <IconButton icon="x" label="Clear the selection" size="sm" onClick={cleared} />
    </div>
  );
}

type Assignee = { id: string; name: string; email: string };

function AssignMenu({
  orgSlug,
  onAssign,
}: {
  orgSlug: string;
  onAssign: (assignee: Assignee | null) => void;
}) {
  const { data } = useQuery(membersQuery(orgSlug));
  const entries: MenuEntry[] = [
    { label: "Nobody", icon: "x", onSelect: () => onAssign(null) },
    ...(data?.data ?? []).map(({ user }) => ({
      label: user.name || user.email,
      icon: "user" as const,
      onSelect: () => onAssign({ id: user.id, name: user.name, email: user.email }),
    })),
  ];
  return (
    <Menu
      entries={entries}
      align="start"
      button={
        <Button size="sm" icon="user" className="max-sm:hidden">
          Assign
        </Button>
      }
    />
  );
}
