/** The current time, ticking often enough for relative times. All readers share one timer. */
import { useSyncExternalStore } from "react";

const tickMs = 20_000;
const readers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const notify of readers) notify();
  }, tickMs);
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function readNow(): number {
  if (!timer) now = Date.now();
  return now;
}

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => (timer ? now : Math.floor(readNow() / tickMs) * tickMs));
}
