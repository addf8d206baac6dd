import { classes } from "@/lib/classes";

export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={classes("animate-shimmer rounded-md bg-line", className ?? "h-4 w-24")}
    />
  );
}

/** Rows of the size the real ones will have, so that nothing moves when they arrive. */
export function SkeletonRows({
  count = 6,
  rowClassName = "h-14",
}: {
  count?: number;
  rowClassName?: string;
}) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <div
          key={index}
          className={classes("flex items-center gap-4 border-line border-b px-4 last:border-0", rowClassName)}
        >
          <Skeleton className="h-3.5 w-2/5" />
          <Skeleton className="ml-auto h-3.5 w-16" />
          <Skeleton className="h-3.5 w-10 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
