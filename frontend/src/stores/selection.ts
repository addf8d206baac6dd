/** Issues that are ticked in the list, and the order of the list last walked (so that j and k work inside an issue too). */
import { create } from "zustand";

type SelectionState = {
  selected: ReadonlySet<string>;
  allMatching: boolean;
  walked: readonly string[];
  toggled: (id: string) => void;
  chosen: (ids: string[]) => void;
  allMatchingChosen: () => void;
  cleared: () => void;
  listWalked: (ids: string[]) => void;
};

export const useSelection = create<SelectionState>((set) => ({
  selected: new Set(),
  allMatching: false,
  walked: [],
  toggled: (id) =>
    set(({ selected }) => {
      const next = new Set(selected);
      if (!next.delete(id)) next.add(id);
      return { selected: next, allMatching: false };
    }),
  chosen: (ids) => set({ selected: new Set(ids), allMatching: false }),
  allMatchingChosen: () => set({ allMatching: true }),
  cleared: () => set({ selected: new Set(), allMatching: false }),
  listWalked: (walked) => set({ walked }),
}));
