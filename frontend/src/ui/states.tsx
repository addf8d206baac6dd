/** What a list or page shows when it has nothing to show. */
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import { Button } from "@/ui/button";
import { Icon, type IconName } from "@/ui/icon";

type StateProps = {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ icon = "inbox", title, children, action, className }: StateProps) {
  return (
    <div className={classes("flex flex-col items-center px-6 py-14 text-center", className)}>
      <span className="mb-3 flex size-10 items-center justify-center rounded-full bg-sunken text-ink-faint ring-1 ring-line">
        <Icon name={icon} className="size-5" />
      </span>
      <p className="font-semibold text-base">{title}</p>
      {children && <div className="mt-1 max-w-md text-ink-soft text-sm">{children}</div>}
      {action && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}

type ErrorStateProps = { error: unknown; onRetry?: () => void; className?: string };

export function ErrorState({ error, onRetry, className }: ErrorStateProps) {
  return (
    <div role="alert" className={classes("flex flex-col items-center px-6 py-14 text-center", className)}>
      <span className="mb-3 flex size-10 items-center justify-center rounded-full bg-danger-soft text-danger-ink">
        <Icon name="alert" className="size-5" />
      </span>
      <p className="font-semibold text-base">This could not be loaded</p>
      <p className="mt-1 max-w-md text-ink-soft text-sm">
        {error instanceof Error ? error.message : "Something unexpected happened."}
      </p>
      {onRetry && (
        <Button className="mt-4" icon="refresh" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
