/** Any JSON value as a tree that opens on demand. Values are data: shown as text, never as markup. */
import { useState } from "react";
import { classes } from "@/lib/classes";
import { describeMeta, metaOf } from "@/lib/event";
import { safeHref } from "@/lib/links";
import type { Json } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Highlight } from "@/ui/highlight";
import { Icon } from "@/ui/icon";

const childrenAtOnce = 50;
const longText = 280;

type ValueViewProps = { value: Json | undefined; meta?: unknown; needle?: string; isOpen?: boolean };

export function ValueView({ value, meta, needle = "", isOpen = false }: ValueViewProps) {
  const remark = describeMeta(meta);
  return (
    <>
      <BareValue value={value} meta={meta} needle={needle} isOpen={isOpen} />
      {remark && (
        <Badge tone="warn" className="ml-1.5 align-middle font-sans" title={remark}>
          {remark}
        </Badge>
      )}
    </>
  );
}

function BareValue({
  value,
  meta,
  needle,
  isOpen,
}: Required<Omit<ValueViewProps, "value" | "meta">> & Pick<ValueViewProps, "value" | "meta">) {
  if (value === null || value === undefined) return <span className="text-ink-faint">null</span>;
  if (typeof value === "string") return <TextValue text={value} needle={needle} />;
  if (typeof value === "number" || typeof value === "boolean") {
    return (
      <span className="text-info-ink">
        <Highlight text={String(value)} needle={needle} />
      </span>
    );
  }
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index), item] as const)
    : Object.entries(value);
  if (entries.length === 0)
    return <span className="text-ink-faint">{Array.isArray(value) ? "[]" : "{}"}</span>;
  return (
    <Tree
      entries={entries}
      meta={meta}
      needle={needle}
      isArray={Array.isArray(value)}
      isOpen={isOpen || needle !== ""}
    />
  );
}

function TextValue({ text, needle }: { text: string; needle: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const href = safeHref(text);
  const shown = isWhole || text.length <= longText ? text : `${text.slice(0, longText)}…`;
  return (
    <span className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]">
      {text === "" ? (
        <span className="text-ink-faint">(empty)</span>
      ) : (
        <Highlight text={shown} needle={needle} />
      )}
      {href && (
        <a
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="ml-1 inline-block align-[-2px] text-accent-ink"
          aria-label="Open the link in a new tab"
        >
          <Icon name="external" className="size-3.5" />
        </a>
      )}
      {text.length > longText && (
        <button
          type="button"
          onClick={() => setIsWhole(!isWhole)}
          className="ml-1 font-sans text-accent-ink hover:underline"
        >
          {isWhole ? "less" : `${(text.length - longText).toLocaleString("en")} more characters`}
        </button>
      )}
    </span>
  );
}

type TreeProps = {
  entries: (readonly [string, Json])[];
  meta: unknown;
  needle: string;
  isArray: boolean;
  isOpen: boolean;
};

function Tree({ entries, meta, needle, isArray, isOpen: opensFirst }: TreeProps) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [limit, setLimit] = useState(childrenAtOnce);
  const isOpen = chosen ?? opensFirst;
  const summary = isArray ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <span>
      <button
        type="button"
        onClick={() => setChosen(!isOpen)}
        aria-expanded={isOpen}
        className="inline-flex items-center gap-0.5 rounded text-ink-faint hover:text-ink"
      >
        <Icon
          name="chevron-right"
          className={classes("size-3 transition-transform duration-100", isOpen && "rotate-90")}
        />
        {summary}
      </button>
      {!isOpen && <span className="ml-1.5 text-ink-faint">{preview(entries, isArray)}</span>}
      {isOpen && (
        <span className="block border-line border-l pl-3.5">
          {entries.slice(0, limit).map(([key, item]) => (
            <span key={key} className="block">
              <span className="text-accent-ink">
                <Highlight text={key} needle={needle} />
              </span>
              <span className="text-ink-faint">: </span>
              <ValueView value={item} meta={metaOf(meta, key)} needle={needle} />
            </span>
          ))}
          {entries.length > limit && (
            <button
              type="button"
              onClick={() => setLimit(limit + 500)}
              className="font-sans text-accent-ink hover:underline"
            >
              {entries.length - limit} more
            </button>
          )}
        </span>
      )}
    </span>
  );
}

function preview(entries: (readonly [string, Json])[], isArray: boolean): string {
  const shown = entries.slice(0, 4).map(([key, item]) => {
    const text = typeof item === "object" && item !== null ? "…" : String(item).slice(0, 24);
    return isArray ? text : `${key}: ${text}`;
  });
  return shown.join(", ") + (entries.length > 4 ? ", …" : "");
}
