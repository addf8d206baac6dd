import type { ReactNode } from "react";
import { buttonClass } from "@/ui/button-class";
import { Spinner } from "@/ui/spinner";

type SubmitButtonProps = { isBusy: boolean; disabled?: boolean; children: ReactNode };

/** The wide button below a short form. */
export function SubmitButton({ isBusy, disabled, children }: SubmitButtonProps) {
  return (
    <button
      type="submit"
      disabled={disabled || isBusy}
      className={buttonClass({ variant: "primary" }, "h-9! w-full")}
    >
      {isBusy && <Spinner className="size-3.5" />}
      {children}
    </button>
  );
}
