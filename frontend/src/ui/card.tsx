import type { ReactNode } from "react";
import { classes } from "@/lib/classes";

type CardProps = {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  isFlush?: boolean;
};

/** A titled surface. *isFlush* leaves out the inner padding, for lists that draw their own rows. */
export function Card({ title, description, actions, children, className, isFlush }: CardProps) {
  return (
    <section className={classes("min-w-0 rounded-lg border border-line bg-surface shadow-card", className)}>
      {(title || actions) && (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2">
          <div className="min-w-0 flex-1 basis-48">
            <h2 className="truncate font-semibold text-sm">{title}</h2>
            {description && <p className="text-ink-faint text-xs">{description}</p>}
          </div>
          {actions && <div className="flex items-center gap-1.5">{actions}</div>}
        </header>
      )}
      <div className={isFlush ? "" : "p-4"}>{children}</div>
    </section>
  );
}
