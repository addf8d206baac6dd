import type { ComponentProps } from "react";
import { classes } from "@/lib/classes";
import { type ButtonLook, buttonClass } from "@/ui/button-class";
import { Icon, type IconName } from "@/ui/icon";
import { Spinner } from "@/ui/spinner";

type ButtonProps = ComponentProps<"button"> & ButtonLook & { icon?: IconName; isBusy?: boolean };

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
