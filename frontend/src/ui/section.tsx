/** A part of a long page that can be folded. */
import { type ReactNode, useState } from "react";
import { classes } from "@/lib/classes";
import { Icon } from "@/ui/icon";

type SectionProps = {
  title: string;
  count?: number;
  actions?: ReactNode;
  children: ReactNode;
  startsFolded?: boolean;
  id?: string;
  isFlush?: boolean;
};

export function Section({
  title,
  count,
  actions,
  children,
  startsFolded = false,
  id,
  isFlush,
}: SectionProps) {
  const [isFolded, setIsFolded] = useState(startsFolded);
  return (
    <section id={id} className="min-w-0 scroll-mt-28 rounded-lg border border-line bg-surface shadow-card">
      <header
        className={classes(
          "flex min-h-10 flex-wrap items-center gap-2 py-1 pr-2 pl-3",
          !isFolded && "border-line border-b",
        )}
      >
        <h2 className="shrink-0 grow">
          <button
            type="button"
            aria-expanded={!isFolded}
            onClick={() => setIsFolded(!isFolded)}
            className="flex h-7 items-center gap-1.5 font-semibold text-sm"
          >
            <Icon
              name="chevron-right"
              className={classes(
                "size-3.5 text-ink-faint transition-transform duration-100",
                !isFolded && "rotate-90",
              )}
            />
            {title}
            {count !== undefined && <span className="font-normal text-ink-faint tabular">{count}</span>}
          </button>
        </h2>
        {!isFolded && actions}
      </header>
      {!isFolded && <div className={isFlush ? "" : "px-4 py-3"}>{children}</div>}
    </section>
  );
}
