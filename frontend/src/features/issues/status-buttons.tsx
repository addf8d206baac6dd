/** The ways to resolve and to ignore an issue. */

import type { IssueChange, IssueDetail, IssueStatus } from "@/types/api";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Menu, type MenuEntry } from "@/ui/menu";

export type Change = (change: IssueChange & { status: IssueStatus }) => void;

const hourMs = 3_600_000;

export function resolveEntries(issue: IssueDetail | undefined, change: Change): MenuEntry[] {
  const current = issue?.last_release;
  return [
    { label: "Resolve now", icon: "check", onSelect: () => change({ status: "resolved" }) },
    {
      label: "In the next release",
      icon: "package",
      onSelect: () => change({ status: "resolved", status_details: { in_next_release: true } }),
    },
    {
      label: current ? `In ${current}` : "In the current release",
      icon: "tag",
      isDisabled: !current,
      onSelect: () => change({ status: "resolved", status_details: { in_release: current } }),
    },
  ];
}

export function ignoreEntries(change: Change): MenuEntry[] {
  const until = (hours: number) => () =>
    change({
      status: "ignored",
      status_details: { ignore_until: new Date(Date.now() + hours * hourMs).toISOString() },
    });
  const count = (ignore_count: number) => () =>
    change({ status: "ignored", status_details: { ignore_count } });
  return [
    { label: "Forever", icon: "mute", onSelect: () => change({ status: "ignored" }) },
    { heading: "For a time" },
    { label: "One hour", icon: "clock", onSelect: until(1) },
    { label: "One day", icon: "clock", onSelect: until(24) },
    { label: "One week", icon: "clock", onSelect: until(168) },
    { heading: "Until it happens again" },
    { label: "10 more times", icon: "activity", onSelect: count(10) },
    { label: "100 more times", icon: "activity", onSelect: count(100) },
    { label: "1,000 more times", icon: "activity", onSelect: count(1000) },
  ];
}

type SplitButtonProps = {
  label: string;
  disabled: boolean;
  onClick: () => void;
  entries: MenuEntry[];
  isPrimary?: boolean;
};

export function SplitButton({ label, disabled, onClick, entries, isPrimary }: SplitButtonProps) {
  const variant = isPrimary ? "primary" : "secondary";
  return (
    <span className="inline-flex">
      <Button
        variant={variant}
        icon={isPrimary ? "check" : "mute"}
        disabled={disabled}
        onClick={onClick}
        className="rounded-r-none max-sm:[&>svg]:hidden"
      >
        {label}
      </Button>
      <Menu
        entries={entries}
        button={
          <Button
            variant={variant}
            disabled={disabled}
            aria-label={`${label}, more choices`}
            className={`rounded-l-none px-1.5! ${isPrimary ? "border-white/25 border-l" : "-ml-px"}`}
          >
            <Icon name="chevron-down" className="size-3.5" />
          </Button>
        }
      />
    </span>
  );
}
