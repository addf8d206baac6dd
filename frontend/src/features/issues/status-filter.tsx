import { classes } from "@/lib/classes";
import type { StatusFilter as Status } from "@/lib/issue-search";

const choices: { value: Status; label: string }[] = [
  { value: "unresolved", label: "Unresolved" },
  { value: "resolved", label: "Resolved" },
  { value: "ignored", label: "Ignored" },
  { value: "all", label: "All" },
];

export function StatusFilter({ value, onChange }: { value: Status; onChange: (status: Status) => void }) {
  return (
    <fieldset className="inline-flex h-8 rounded-md bg-sunken p-0.5 ring-1 ring-line ring-inset">
      <legend className="sr-only">Status</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={classes(
            "inline-flex cursor-pointer items-center rounded-[5px] px-2.5 font-medium text-xs transition-colors duration-100 has-focus-visible:outline-2 has-focus-visible:outline-accent-ink",
            value === choice.value
              ? "bg-surface text-ink shadow-card ring-1 ring-line-strong"
              : "text-ink-soft hover:text-ink",
          )}
        >
          <input
            type="radio"
            name="status"
            className="sr-only"
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
