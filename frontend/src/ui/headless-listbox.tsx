import { Listbox, ListboxButton, ListboxOption, ListboxOptions } from "@headlessui/react";
import { useEffect, useRef } from "react";
import { Icon } from "@/ui/icon";
import { SelectFace, type SelectMenuProps, selectButtonClass, selectLabel } from "@/ui/select-menu";
import { type StandInHistory, takeOver } from "@/ui/use-stand-in";

export function HeadlessListbox(props: SelectMenuProps<string> & { history: StandInHistory }) {
  const { value, choices, onChange, align = "start", history } = props;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => takeOver(button.current, history), [history]);
  return (
    <Listbox value={value} onChange={onChange}>
      <ListboxButton ref={button} aria-label={selectLabel(props)} className={selectButtonClass(props)}>
        <SelectFace {...props} />
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
