/**
 * Keyboard shortcuts: single keys (`j`, `?`, `Mod+k`) and two-key sequences (`g i`). They pause while one types or a menu is open.
 * All pages share one listener, the latest page's keys first; so `e` after `g` completes `g e` and ignores nothing.
 */
import { useEffect, useRef } from "react";

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>;

const sequenceTimeoutMs = 1200;
const typing =
  "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=listbox], [role=menu], [role=dialog], [role=combobox]";

const registered: { current: Hotkeys }[] = [];
let sequenceStartedAt: number | null = null;

export function useHotkeys(hotkeys: Hotkeys): void {
  const current = useRef(hotkeys);
  useEffect(() => {
    current.current = hotkeys;
  });
  useEffect(() => {
    if (registered.length === 0) document.addEventListener("keydown", onKeyDown);
    registered.unshift(current);
    return () => {
      registered.splice(registered.indexOf(current), 1);
      if (registered.length === 0) document.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || isPaused(event)) return;
  const action = findSequence(event) ?? findKey(describeKey(event));
  if (!action) return;
  event.preventDefault();
  action(event);
}

function isPaused(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(typing)) return true;
  const activates = event.key === "Enter" || event.key === " ";
  return activates && Boolean(target?.closest("a, button, summary, input"));
}

function describeKey(event: KeyboardEvent): string {
  return event.metaKey || event.ctrlKey ? `Mod+${event.key.toLowerCase()}` : event.key;
}

function findKey(name: string): Hotkeys[string] | undefined {
  for (const { current } of registered) if (current[name]) return current[name];
  return undefined;
}

function findSequence(event: KeyboardEvent): Hotkeys[string] | undefined {
  const isPending = sequenceStartedAt !== null && event.timeStamp - sequenceStartedAt < sequenceTimeoutMs;
  sequenceStartedAt =
    event.key === "g" && !isPending && !event.metaKey && !event.ctrlKey ? event.timeStamp : null;
  return isPending ? findKey(`g ${event.key}`) : undefined;
}
