import { Menu as HeadlessMenuRoot, MenuButton, MenuItem, MenuItems } from "@headlessui/react";
import { Fragment, useEffect, useRef } from "react";
import { classes } from "@/lib/classes";
import { Icon } from "@/ui/icon";
import type { MenuEntry, MenuProps } from "@/ui/menu";
import { type StandInHistory, takeOver } from "@/ui/use-stand-in";

export function HeadlessMenu({
  button,
  entries,
  align = "end",
  className,
  history,
}: MenuProps & { history: StandInHistory }) {
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => takeOver(element.current, history), [history]);
  return (
    <HeadlessMenuRoot>
      <MenuButton as={Fragment} ref={element}>
        {button}
      </MenuButton>
      <MenuItems
        anchor={{ to: align === "end" ? "bottom end" : "bottom start", gap: 6, padding: 8 }}
        modal={false}
        className={classes(
          "z-50 min-w-48 max-w-80 animate-rise rounded-lg bg-surface p-1 text-sm shadow-pop outline-none",
          className,
        )}
      >
        {entries.map((entry, index) => (
          <Entry key={index} entry={entry} />
        ))}
      </MenuItems>
    </HeadlessMenuRoot>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === "separator") return <div className="mx-1 my-1 border-line border-t" />;
  if ("heading" in entry)
    return <div className="px-2 pt-1.5 pb-1 font-medium text-2xs text-ink-faint">{entry.heading}</div>;
  return (
    <MenuItem disabled={entry.isDisabled}>
      <button
        type="button"
        onClick={entry.onSelect}
        className={classes(
          "flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left data-disabled:opacity-45 data-focus:bg-hover",
          entry.isDanger ? "text-danger-ink" : "text-ink",
        )}
      >
        {entry.icon && <Icon name={entry.icon} className="size-4 opacity-70" />}
        <span className="min-w-0 flex-1">
          <span className="block truncate">{entry.label}</span>
          {entry.description && (
            <span className="block truncate text-ink-faint text-xs">{entry.description}</span>
          )}
        </span>
        {entry.isChecked && <Icon name="check" className="size-4 text-accent-ink" />}
      </button>
    </MenuItem>
  );
}
