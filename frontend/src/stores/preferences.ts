/** What this browser remembers about how its user likes to look at things. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

export type Theme = "system" | "light" | "dark";
export type FrameOrder = "newest" | "oldest";

type PreferencesState = {
  theme: Theme;
  frameOrder: FrameOrder;
  showAllFrames: boolean;
  lastOrganization: string | null;
  themeChosen: (theme: Theme) => void;
  frameOrderChosen: (order: FrameOrder) => void;
  allFramesToggled: () => void;
  organizationVisited: (slug: string) => void;
};

export const usePreferences = create<PreferencesState>()(
  persist(
    (set) => ({
      theme: "system",
      frameOrder: "newest",
      showAllFrames: false,
      lastOrganization: null,
      themeChosen: (theme) => {
        set({ theme });
        applyTheme(theme);
      },
      frameOrderChosen: (frameOrder) => set({ frameOrder }),
      allFramesToggled: () => set(({ showAllFrames }) => ({ showAllFrames: !showAllFrames })),
      organizationVisited: (lastOrganization) => set({ lastOrganization }),
    }),
    { name: "minisentry.preferences" },
  ),
);

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
