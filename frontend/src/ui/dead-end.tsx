import { classes } from "@/lib/classes";
import { Icon, type IconName } from "@/ui/icon";

/** Stands where a link would lead on, if there were anything to lead to. */
export function DeadEnd({ icon, label, className }: { icon: IconName; label: string; className: string }) {
  return (
    <span
      role="img"
      aria-label={`${label}: none`}
      className={classes(className, "text-ink-faint opacity-40")}
    >
      <Icon name={icon} />
    </span>
  );
}
