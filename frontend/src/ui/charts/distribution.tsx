/** Shares as one stacked bar. */
import { classes } from "@/lib/classes";

const shades = ["bg-accent", "bg-accent/75", "bg-accent/55", "bg-accent/38", "bg-accent/25"];

export function DistributionBar({ shares, className }: { shares: number[]; className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={classes("flex h-1.5 gap-px overflow-hidden rounded-full bg-line", className)}
    >
      {shares.slice(0, shades.length).map((share, index) => (
        <div key={index} className={shades[index]} style={{ width: `${share * 100}%` }} />
      ))}
    </div>
  );
}
