/** How buttons look, also for links that look like one. */
import { classes } from "@/lib/classes";

export type ButtonLook = { variant?: "primary" | "secondary" | "ghost" | "danger"; size?: "sm" | "md" };

const variants = {
  primary: "bg-accent text-white hover:bg-accent-hover shadow-card",
  secondary: "bg-surface text-ink ring-1 ring-inset ring-line-strong hover:bg-hover shadow-card",
  ghost: "text-ink-soft hover:bg-hover hover:text-ink",
  danger: "bg-danger text-white hover:bg-danger-hover shadow-card",
};
const sizes = { sm: "h-7 px-2 text-xs gap-1.5 rounded-md", md: "h-8 px-3 text-sm gap-2 rounded-md" };

export function buttonClass({ variant = "secondary", size = "md" }: ButtonLook = {}, extra?: string): string {
  return classes(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium transition-colors duration-100",
    "disabled:opacity-50 data-disabled:opacity-50",
    variants[variant],
    sizes[size],
    extra,
  );
}
