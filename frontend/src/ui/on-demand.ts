/**
 * Widgets whose code comes later: when the page is idle, or at once when somebody reaches for them.
 * They keep menus and dialogs out of what a page needs before it can show anything.
 */
import { type ComponentType, useEffect, useSyncExternalStore } from "react";

const idleAtLatestMs = 3000;

export type OnDemand<P> = { want: () => void; useLoaded: () => ComponentType<P> | null };

export function createOnDemand<P>(load: () => Promise<ComponentType<P>>): OnDemand<P> {
  let loaded: ComponentType<P> | null = null;
  let isLoading = false;
  const readers = new Set<() => void>();
  const want = () => {
    if (isLoading) return;
    isLoading = true;
    load()
      .then((component) => {
        loaded = component;
        for (const notify of readers) notify();
      })
      .catch(() => {
        // Offline for a moment: the next reach tries again.
        isLoading = false;
      });
  };
  const subscribe = (reader: () => void) => {
    readers.add(reader);
    return () => readers.delete(reader);
  };
  const useLoaded = () => {
    useEffect(() => whenIdle(want), []);
    return useSyncExternalStore(subscribe, () => loaded);
  };
  return { want, useLoaded };
}

function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "undefined") {
    const timer = setTimeout(run, 500);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: idleAtLatestMs });
  return () => cancelIdleCallback(handle);
}
