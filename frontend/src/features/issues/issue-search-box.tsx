/** The search box: what is typed reaches the URL once the typing rests. Completes keys of the query language. */
import { useEffect, useId, useRef, useState } from "react";
import { SearchSuggestions, useSuggestions } from "@/features/issues/search-suggestions";
import { classes } from "@/lib/classes";
import { useDebounced } from "@/lib/use-debounced";
import { useHotkeys } from "@/lib/use-hotkeys";
import { controlClass } from "@/ui/forms/field";
import { Icon } from "@/ui/icon";
import { Kbd } from "@/ui/kbd";

const debounceMs = 250;

type IssueSearchBoxProps = {
  projectId: string;
  value: string;
  error: string | undefined;
  onChange: (query: string) => void;
};

export function IssueSearchBox({ projectId, value, error, onChange }: IssueSearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [typed, setTyped] = useTypedValue(value, onChange);
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const suggestions = useSuggestions(projectId, typed, isOpen);
  useHotkeys({ "/": () => input.current?.focus() });

  const choose = (index: number) => {
    const suggestion = suggestions[index];
    if (!suggestion) return;
    setTyped(suggestion.completed);
    setActive(-1);
    input.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setIsOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((before) => Math.max(-1, Math.min(suggestions.length - 1, before + step)));
    } else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Enter") {
      onChange(typed.trim());
      setIsOpen(false);
    } else if (event.key === "Escape") {
      if (isOpen && suggestions.length > 0) setIsOpen(false);
      else input.current?.blur();
    }
  };

  const isExpanded = isOpen && suggestions.length > 0;
  return (
    <search className="relative block">
      <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-faint" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Search issues"
        aria-expanded={isExpanded}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isExpanded && active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Search: text, is:unresolved, level:error, release:1.2.*, times_seen:>100, any tag…"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(-1);
          setIsOpen(true);
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
        className={classes(controlClass, "h-9 pr-9 pl-8.5 font-mono text-xs")}
      />
      <span className="absolute top-2 right-2 flex items-center">
        {typed ? (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={() => setTyped("")}
            className="p-0.5 text-ink-faint hover:text-ink"
          >
            <Icon name="x" />
          </button>
        ) : (
          <Kbd keys="/" />
        )}
      </span>
      {isExpanded && (
        <SearchSuggestions id={id} suggestions={suggestions} active={active} onChoose={choose} />
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-danger-ink text-xs">
          {error}
        </p>
      )}
    </search>
  );
}

/** What is typed here, following *value* when it changes from elsewhere. */
function useTypedValue(value: string, onChange: (query: string) => void) {
  const [typed, setTyped] = useState(value);
  const settled = useDebounced(typed, debounceMs);
  const lastSent = useRef(value);
  const send = useRef(onChange);
  useEffect(() => {
    send.current = onChange;
  });
  useEffect(() => {
    if (value === lastSent.current) return;
    lastSent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    const query = settled.trim();
    if (query === lastSent.current) return;
    lastSent.current = query;
    send.current(query);
  }, [settled]);
  return [typed, setTyped] as const;
}
