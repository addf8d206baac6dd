import { classes } from "@/lib/classes";

export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={classes("shrink-0", className ?? "size-7")} aria-hidden="true">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 23V11.500l8 7 8-7V23"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="9" r="2.200" fill="#ffb454" />
    </svg>
  );
}
