/** What a plain button does while it stands in for a widget that is still loading: it asks for it and remembers what happened to it. */
import { useRef } from "react";
import type { OnDemand } from "@/ui/on-demand";

export type StandInHistory = { wasPressed: boolean; wasFocused: boolean };

export function useStandIn<P>(widget: OnDemand<P>) {
  const history = useRef<StandInHistory>({ wasPressed: false, wasFocused: false });
  const handlers = {
    onPointerEnter: widget.want,
    onFocus: () => {
      history.current.wasFocused = true;
      widget.want();
    },
    onBlur: () => {
      history.current.wasFocused = false;
    },
    onClick: () => {
      history.current.wasPressed = true;
      widget.want();
    },
  };
  return { history, handlers };
}

/** Let the real button carry on where its stand-in was: focused, and open if it was pressed. */
export function takeOver(button: HTMLElement | null, { wasPressed, wasFocused }: StandInHistory): void {
  if (!button) return;
  if (wasFocused || wasPressed) button.focus({ preventScroll: true });
  if (wasPressed) button.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
}
