/** A button that opens a list of actions. Headless UI drives it once its code is here. */
import { cloneElement, type ReactElement, useState } from "react";
import type { IconName } from "@/ui/icon";
import { createOnDemand } from "@/ui/on-demand";
import { type StandInHistory, useStandIn } from "@/ui/use-stand-in";

export type MenuEntry =
  | {
      label: string;
      description?: string;
      icon?: IconName;
      isChecked?: boolean;
      isDanger?: boolean;
      isDisabled?: boolean;
      onSelect: () => void;
    }
  | "separator"
  | { heading: string };

// biome-ignore lint/suspicious/noExplicitAny: a button of any look takes the attributes that make it open the menu
export type MenuButtonElement = ReactElement<any>;
export type MenuProps = {
  button: MenuButtonElement;
  entries: MenuEntry[];
  align?: "start" | "end";
  className?: string;
};

const headlessMenu = createOnDemand<MenuProps & { history: StandInHistory }>(() =>
  import("@/ui/headless-menu").then((module) => module.HeadlessMenu),
);

export function Menu(props: MenuProps) {
  const Loaded = headlessMenu.useLoaded();
  const { history, handlers } = useStandIn(headlessMenu);
  const [kept] = useState(history);
  if (Loaded) return <Loaded {...props} history={kept.current} />;
  return cloneElement(props.button, { ...handlers, "aria-haspopup": "menu", "aria-expanded": false });
}
