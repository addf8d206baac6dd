import type { ComponentProps } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { Spinner } from "@/components/ui/spinner";
import { classes } from "@/lib/classes";

type Look = { variant?: "primary" | "secondary" | "ghost" | "danger"; size?: "sm" | "md" };

const variants = {
  primary: "bg-accent text-white hover:bg-accent-hover shadow-card",
  secondary: "bg-surface text-ink ring-1 ring-inset ring-line-strong hover:bg-hover shadow-card",
  ghost: "text-ink-soft hover:bg-hover hover:text-ink",
  danger: "bg-danger text-white hover:bg-danger-hover shadow-card",
};
const sizes = { sm: "h-7 px-2 text-xs gap-1.5 rounded-md", md: "h-8 px-3 text-sm gap-2 rounded-md" };

/** The class names of a button, for links that look like one. */
export function buttonClass({ variant = "secondary", size = "md" }: Look = {}, extra?: string): string {
  return classes(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium transition-colors duration-100",
    "disabled:opacity-50 data-disabled:opacity-50",
    variants[variant],
    sizes[size],
    extra,
  );
}

type ButtonProps = ComponentProps<"button"> & Look & { icon?: IconName; isBusy?: boolean };

export function Button({
  variant,
  size,
  icon,
  isBusy,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || isBusy}
      className={buttonClass({ variant, size }, className)}
    >
      {isBusy ? <Spinner className="size-3.5" /> : icon && <Icon name={icon} className="size-3.5" />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  icon: IconName;
  label: string;
  size?: "sm" | "md";
};

export function IconButton({
  icon,
  label,
  size = "md",
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={rest.title ?? label}
      className={classes(
        "inline-flex shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors duration-100 hover:bg-hover hover:text-ink disabled:opacity-40 disabled:hover:bg-transparent",
        size === "sm" ? "size-7" : "size-8",
        className,
      )}
    >
      <Icon name={icon} className="size-4" />
    </button>
  );
}
