import type { ReactNode } from "react";
import { classes } from "@/lib/classes";

type PageHeaderProps = {
  title: string;
  parent?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
};

export function PageHeader({ title, parent, description, actions, className }: PageHeaderProps) {
  return (
    <header
      className={classes("flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-5 pb-4 sm:px-6", className)}
    >
      <title>{`${title} · MiniSentry`}</title>
      <div className="min-w-0 flex-1">
        {parent && <div className="text-ink-faint text-xs">{parent}</div>}
        <h1 className="truncate font-semibold text-lg tracking-tight">{title}</h1>
        {description && <p className="text-ink-soft text-sm">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
