/** A compact choice of one value, for filters. Headless UI drives it once its code is here. */
import { useState } from "react";
import { classes } from "@/lib/classes";
import { Icon, type IconName } from "@/ui/icon";
import { createOnDemand } from "@/ui/on-demand";
import { type StandInHistory, useStandIn } from "@/ui/use-stand-in";

export type Choice<T extends string> = { value: T; label: string; description?: string };

export type SelectMenuProps<T extends string> = {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
  icon?: IconName;
  isActive?: boolean;
  align?: "start" | "end";
  className?: string;
};

const headlessListbox = createOnDemand<SelectMenuProps<string> & { history: StandInHistory }>(() =>
  import("@/ui/headless-listbox").then((module) => module.HeadlessListbox),
);

export function SelectMenu<T extends string>(props: SelectMenuProps<T>) {
  const Loaded = headlessListbox.useLoaded();
  const { history, handlers } = useStandIn(headlessListbox);
  const [kept] = useState(history);
  // The widget hands back one of the given values, so the narrower type survives the way through it.
  if (Loaded) return <Loaded {...(props as unknown as SelectMenuProps<string>)} history={kept.current} />;
  return (
    <button
      type="button"
      {...handlers}
      aria-haspopup="listbox"
      aria-expanded={false}
      aria-label={selectLabel(props)}
      className={selectButtonClass(props)}
    >
      <SelectFace {...props} />
    </button>
  );
}

export function selectLabel<T extends string>({ label, value, choices }: SelectMenuProps<T>): string {
  return `${label}: ${choices.find((choice) => choice.value === value)?.label ?? value}`;
}

export function selectButtonClass<T extends string>({ isActive, className }: SelectMenuProps<T>): string {
  return classes(
    "inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 text-sm shadow-card ring-1 ring-inset transition-colors duration-100",
    isActive
      ? "bg-accent-soft text-accent-ink ring-accent-line"
      : "bg-surface text-ink ring-line-strong hover:bg-hover",
    className,
  );
}

export function SelectFace<T extends string>({ icon, value, choices }: SelectMenuProps<T>) {
  return (
    <>
      {icon && <Icon name={icon} className="size-3.5 opacity-70" />}
      <span className="max-w-36 truncate">
        {choices.find((choice) => choice.value === value)?.label ?? value}
      </span>
      <Icon name="chevron-down" className="ml-auto size-3.5 opacity-60" />
    </>
  );
}
