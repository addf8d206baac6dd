/** Completions for the word at the end of a search: keys of the query language, then values. */
import { useQuery } from "@tanstack/react-query";
import { tagKeysQuery, tagValuesQuery } from "@/features/issues/queries";
import { classes } from "@/lib/classes";
import { quoteKey, quoteValue } from "@/lib/search-terms";

export type Suggestion = { text: string; hint: string; completed: string };

const fixedKeys: Record<string, { hint: string; values: string[] }> = {
  is: { hint: "status", values: ["unresolved", "resolved", "ignored"] },
  level: { hint: "level", values: ["fatal", "error", "warning", "info", "debug"] },
  assigned: { hint: "who looks after it", values: ["me", "none"] },
  has: { hint: "a tag is present", values: [] },
  environment: { hint: "where it happened", values: [] },
  release: { hint: "version, * matches anything", values: [] },
  first_seen: { hint: "time", values: [">-24h", ">-7d", "<-30d"] },
  last_seen: { hint: "time", values: [">-1h", ">-24h", "<-7d"] },
  times_seen: { hint: "number of events", values: [">10", ">100", ">1000"] },
  users: { hint: "number of users", values: [">1", ">10", ">100"] },
};
const maxShown = 8;

export function useSuggestions(projectId: string, typed: string, isOpen: boolean): Suggestion[] {
  const word = /\S*$/.exec(typed)?.[0] ?? "";
  const [, negation = "", key, valueStart] = /^(!?)([^:]*)(?::(.*))?$/.exec(word) ?? [];
  const isValue = valueStart !== undefined && Boolean(key);
  const { data: tagKeys } = useQuery({ ...tagKeysQuery(projectId), enabled: isOpen });
  const hasFixedValues = Boolean(key && (fixedKeys[key]?.values.length ?? 0) > 0);
  const { data: tagValues } = useQuery({
    ...tagValuesQuery(projectId, key ?? ""),
    enabled: isOpen && isValue && !hasFixedValues,
  });
  if (!isOpen) return [];

  const before = typed.slice(0, typed.length - word.length);
  if (isValue && key) {
    const values = hasFixedValues ? (fixedKeys[key]?.values ?? []) : (tagValues ?? []);
    return values
      .filter((value) => value.toLowerCase().startsWith(valueStart.toLowerCase()) && value !== valueStart)
      .slice(0, maxShown)
      .map((value) => {
        // Fixed values are syntax: in quotes, ">-24h" would be no time.
        const written = hasFixedValues ? value : quoteValue(value);
        return { text: value, hint: key, completed: `${before}${negation}${key}:${written} ` };
      });
  }
  const keys = [
    ...Object.entries(fixedKeys).map(([name, { hint }]) => [name, hint, name] as const),
    ...(tagKeys ?? []).map((name) => [name, "tag", quoteKey(name)] as const),
  ];
  const seen = new Set<string>();
  return keys
    .filter(([name]) => name.startsWith(key ?? "") && !seen.has(name) && seen.add(name))
    .slice(0, maxShown)
    .map(([name, hint, written]) => ({
      text: `${negation}${name}:`,
      hint,
      completed: `${before}${negation}${written}:`,
    }));
}

type SearchSuggestionsProps = {
  id: string;
  suggestions: Suggestion[];
  active: number;
  onChoose: (index: number) => void;
};

export function SearchSuggestions({ id, suggestions, active, onChoose }: SearchSuggestionsProps) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Completions"
      className="absolute top-10 left-0 z-30 w-full max-w-md rounded-lg bg-surface p-1 shadow-pop"
    >
      {suggestions.map(({ text, hint }, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus and names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox handles the keys
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(index)}
          className={classes(
            "flex cursor-pointer items-center justify-between gap-4 rounded-md px-2 py-1.5",
            index === active ? "bg-accent-soft" : "hover:bg-hover",
          )}
        >
          <span className="truncate font-mono text-xs">{text}</span>
          <span className="shrink-0 text-2xs text-ink-faint">{hint}</span>
        </div>
      ))}
    </div>
  );
}
