import { Icon, type IconName } from "@/components/ui/icon";
import { classes } from "@/lib/classes";

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
