import { classes } from "@/lib/classes";
import type { Level } from "@/types/api";

const colours: Record<Level, string> = {
  fatal: "bg-level-fatal",
  error: "bg-level-error",
  warning: "bg-level-warning",
  info: "bg-level-info",
  debug: "bg-level-debug",
};

/** The level as a coloured bar or dot, with its name for those who do not see colours. */
export function LevelMark({ level, className }: { level: Level; className?: string }) {
  return (
    <span
      title={level}
      className={classes(
        "inline-block shrink-0 rounded-full",
        colours[level] ?? colours.debug,
        className ?? "size-2",
      )}
    >
      <span className="sr-only">{level}</span>
    </span>
  );
}
