import type { ReactNode } from "react";
import { classes } from "@/lib/classes";

export type Tone = "neutral" | "accent" | "danger" | "warn" | "ok" | "info";

const tones: Record<Tone, string> = {
  neutral: "bg-sunken text-ink-soft ring-line",
  accent: "bg-accent-soft text-accent-ink ring-accent-line/60",
  danger: "bg-danger-soft text-danger-ink ring-danger-ink/20",
  warn: "bg-warn-soft text-warn-ink ring-warn-ink/20",
  ok: "bg-ok-soft text-ok-ink ring-ok-ink/20",
  info: "bg-info-soft text-info-ink ring-info-ink/20",
};

type BadgeProps = { tone?: Tone; title?: string; className?: string; children: ReactNode };

export function Badge({ tone = "neutral", title, className, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={classes(
        "inline-flex h-5 max-w-full shrink-0 items-center gap-1 whitespace-nowrap rounded px-1.5 font-medium text-2xs ring-1 ring-inset",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
