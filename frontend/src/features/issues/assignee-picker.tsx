import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/features/accounts/queries";
import { useAssignIssues } from "@/features/issues/mutations";
import { membersQuery } from "@/features/organizations/queries";
import type { IssueDetail, Person } from "@/types/api";
import { Avatar } from "@/ui/avatar";
import { Icon } from "@/ui/icon";
import { Menu, type MenuEntry } from "@/ui/menu";

type AssigneePickerProps = { orgSlug: string; projectId: string; issue: IssueDetail | undefined };

export function AssigneePicker({ orgSlug, projectId, issue }: AssigneePickerProps) {
  const { data: members } = useQuery(membersQuery(orgSlug));
  const { data: me } = useQuery(meQuery());
  const assignIssues = useAssignIssues(projectId);
  const assign = (assignee: Person | null) => {
    if (issue) assignIssues([issue], assignee);
  };
  const people = (members?.data ?? []).map(({ user }) => ({
    id: user.id,
    name: user.name,
    email: user.email,
  }));
  const mine = people.filter(({ id }) => id === me?.id);
  const others = people.filter(({ id }) => id !== me?.id);
  const entries: MenuEntry[] = [
    ...mine.map((person) => ({
      label: `${person.name || person.email} (you)`,
      icon: "user" as const,
      isChecked: issue?.assignee?.id === person.id,
      onSelect: () => assign(person),
    })),
    ...others.map((person) => ({
      label: person.name || person.email,
      description: person.email,
      isChecked: issue?.assignee?.id === person.id,
      onSelect: () => assign(person),
    })),
    "separator",
    { label: "Nobody", icon: "x", onSelect: () => assign(null) },
  ];
  const name = issue?.assignee?.name || issue?.assignee?.email;
  return (
    <section>
      <h2 className="mb-1.5 font-semibold text-sm">Assignee</h2>
      <Menu
        align="start"
        entries={entries}
        className="w-72"
        button={
          <button
            type="button"
            aria-label={`Assignee: ${name ?? "Nobody yet"}`}
            disabled={!issue}
            className="flex h-9 w-full items-center gap-2.5 rounded-md bg-surface px-2.5 text-sm shadow-card ring-1 ring-line-strong ring-inset hover:bg-hover"
          >
            {name ? (
              <Avatar name={name} className="size-5.5 text-[0.625rem]" />
            ) : (
              <Icon name="user" className="size-4 text-ink-faint" />
            )}
            <span className={`min-w-0 flex-1 truncate text-left ${name ? "" : "text-ink-faint"}`}>
              {name ?? "Nobody yet"}
            </span>
            <Icon name="chevron-down" className="size-3.5 text-ink-faint" />
          </button>
        }
      />
    </section>
  );
}
