/** Whether the command palette or the list of shortcuts is open, and which commands the current page offers. */
import { create } from "zustand";

export type Command = { id: string; label: string; group: string; keys?: string; run: () => void };

type PaletteState = {
  open: "palette" | "shortcuts" | null;
  pageCommands: Command[];
  opened: (what: "palette" | "shortcuts") => void;
  closed: () => void;
  pageCommandsChanged: (commands: Command[]) => void;
};

export const usePalette = create<PaletteState>((set) => ({
  open: null,
  pageCommands: [],
  opened: (open) => set({ open }),
  closed: () => set({ open: null }),
  pageCommandsChanged: (pageCommands) => set({ pageCommands }),
}));
