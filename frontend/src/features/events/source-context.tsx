import { classes } from "@/lib/classes";
import type { SourceLine } from "@/lib/event";
import { tokenizeLine } from "@/lib/source-tokens";
import { Highlight } from "@/ui/highlight";

const tokenClass = {
  comment: "text-ink-faint italic",
  string: "text-ok-ink",
  number: "text-info-ink",
  keyword: "text-accent-ink",
  plain: "",
};

/** Source around the failing line. *needle* is marked instead of colouring tokens. */
export function SourceContext({
  label,
  lines,
  needle,
}: {
  label: string;
  lines: SourceLine[];
  needle: string;
}) {
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className="overflow-x-auto border-line border-t bg-sunken py-1.5 font-mono text-xs leading-5"
    >
      <div className="min-w-max">
        {lines.map(({ number, text, isFailing }) => (
          <div
            key={number}
            className={classes("flex", isFailing && "bg-failing-line")}
            aria-current={isFailing ? "location" : undefined}
          >
            <span
              className={classes(
                "sticky left-0 w-14 shrink-0 select-none pr-4 text-right tabular",
                isFailing
                  ? "bg-failing-line font-semibold text-danger-ink shadow-[inset_3px_0_0_var(--level-error)]"
                  : "bg-sunken text-ink-faint",
              )}
            >
              {number > 0 ? number : ""}
            </span>
            <code className="whitespace-pre pr-4">
              {needle ? <Highlight text={text} needle={needle} /> : <Tokens line={text} />}
            </code>
          </div>
        ))}
      </div>
    </section>
  );
}

function Tokens({ line }: { line: string }) {
  return tokenizeLine(line).map(({ kind, text }, index) => (
    <span key={index} className={tokenClass[kind]}>
      {text}
    </span>
  ));
}
