type ProgressBarProps = { label: string; done: number; total: number };

/** How far something is. While nobody knows its total it says only that it goes on. */
export function ProgressBar({ label, done, total }: ProgressBarProps) {
  const share = total > 0 ? Math.min(1, done / total) : null;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className="h-1.5 overflow-hidden rounded-full bg-line"
    >
      <div
        className={
          share === null ? "h-full w-full animate-shimmer bg-accent/60" : "h-full rounded-full bg-accent"
        }
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
