/** A compact choice of one value, for filters. */
import { Listbox, ListboxButton, ListboxOption, ListboxOptions } from "@headlessui/react";
import { Icon, type IconName } from "@/components/ui/icon";
import { classes } from "@/lib/classes";

export type Choice<T extends string> = { value: T; label: string; description?: string };

type SelectMenuProps<T extends string> = {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
  icon?: IconName;
  isActive?: boolean;
  align?: "start" | "end";
  className?: string;
};

export function SelectMenu<T extends string>({
  label,
  value,
  choices,
  onChange,
  icon,
  isActive,
  align = "start",
  className,
}: SelectMenuProps<T>) {
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Listbox value={value} onChange={onChange}>
      <ListboxButton
        aria-label={`${label}: ${chosen?.label ?? value}`}
        className={classes(
          "inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 text-sm shadow-card ring-1 ring-inset transition-colors duration-100",
          isActive
            ? "bg-accent-soft text-accent-ink ring-accent-line"
            : "bg-surface text-ink ring-line-strong hover:bg-hover",
          className,
        )}
      >
        {icon && <Icon name={icon} className="size-3.5 opacity-70" />}
        <span className="max-w-36 truncate">{chosen?.label ?? value}</span>
        <Icon name="chevron-down" className="ml-auto size-3.5 opacity-60" />
      </ListboxButton>
      <ListboxOptions
        anchor={{ to: align === "end" ? "bottom end" : "bottom start", gap: 6, padding: 8 }}
        modal={false}
        className="z-50 max-h-80! min-w-44 max-w-80 animate-rise rounded-lg bg-surface p-1 text-sm shadow-pop outline-none"
      >
        {choices.map((choice) => (
          <ListboxOption
            key={choice.value}
            value={choice.value}
            className="group flex cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 data-focus:bg-hover"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate">{choice.label}</span>
              {choice.description && (
                <span className="block truncate text-ink-faint text-xs">{choice.description}</span>
              )}
            </span>
            <Icon name="check" className="invisible size-4 text-accent-ink group-data-selected:visible" />
          </ListboxOption>
        ))}
      </ListboxOptions>
    </Listbox>
  );
}
