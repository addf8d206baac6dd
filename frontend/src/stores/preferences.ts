/** What this browser remembers about how its user likes to look at things. */
import { create } from "zustand";

export type Theme = "system" | "light" | "dark";
export type FrameOrder = "newest" | "oldest";

type Remembered = {
  theme: Theme;
  frameOrder: FrameOrder;
  showAllFrames: boolean;
  lastOrganization: string | null;
};

type PreferencesState = Remembered & {
  themeChosen: (theme: Theme) => void;
  frameOrderChosen: (order: FrameOrder) => void;
  allFramesToggled: () => void;
  organizationVisited: (slug: string) => void;
};

// early.js reads the same entry before the first paint.
const storageKey = "minisentry.preferences";
const defaults: Remembered = {
  theme: "system",
  frameOrder: "newest",
  showAllFrames: false,
  lastOrganization: null,
};

export const usePreferences = create<PreferencesState>()((set) => ({
  ...defaults,
  ...recall(),
  themeChosen: (theme) => {
    set({ theme });
    applyTheme(theme);
  },
  frameOrderChosen: (frameOrder) => set({ frameOrder }),
  allFramesToggled: () => set(({ showAllFrames }) => ({ showAllFrames: !showAllFrames })),
  organizationVisited: (lastOrganization) => set({ lastOrganization }),
}));

usePreferences.subscribe(({ theme, frameOrder, showAllFrames, lastOrganization }) => {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ theme, frameOrder, showAllFrames, lastOrganization }));
  } catch {
    // A browser that refuses storage forgets.
  }
});

function recall(): Partial<Remembered> {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Partial<Remembered>;
  } catch {
    return {};
  }
}

function applyTheme(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && prefersDark().matches);
  document.documentElement.classList.toggle("dark", dark);
}

function prefersDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

/** Follow the system's theme while the choice is "system". */
export function followSystemTheme(): void {
  prefersDark().addEventListener("change", () => applyTheme(usePreferences.getState().theme));
}
