import { usePalette } from "@/stores/palette";
import { Dialog } from "@/ui/dialog";
import { Kbd } from "@/ui/kbd";

const groups: { title: string; shortcuts: [keys: string, label: string][] }[] = [
  {
    title: "Everywhere",
    shortcuts: [
      ["⌘K", "Jump to anything"],
      ["?", "This help"],
      ["g i", "Issues"],
      ["g e", "Events"],
      ["g r", "Releases"],
      ["g s", "Stats"],
      ["g p", "Projects"],
      ["g m", "Members"],
      ["g ,", "Project settings"],
    ],
  },
  {
    title: "Issues",
    shortcuts: [
      ["j", "Next issue"],
      ["k", "Previous issue"],
      ["Enter", "Open"],
      ["x", "Select"],
      ["r", "Resolve"],
      ["e", "Ignore"],
      ["u", "Reopen"],
      ["/", "Search"],
      ["Esc", "Clear the selection"],
    ],
  },
  {
    title: "Inside an issue",
    shortcuts: [
      ["[", "Older event"],
      ["]", "Newer event"],
      ["j", "Next issue of the list"],
      ["k", "Previous issue of the list"],
      ["/", "Filter this event"],
      ["c", "Comment"],
      ["y", "Copy as Markdown"],
    ],
  },
];

export function ShortcutsHelp() {
  const closed = usePalette((state) => state.closed);
  return (
    <Dialog isOpen onClose={closed} title="Keyboard shortcuts" className="max-w-3xl">
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-3">
        {groups.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3 className="mb-2 font-semibold text-sm">{title}</h3>
            <dl className="space-y-1.5">
              {shortcuts.map(([keys, label]) => (
                <div key={label} className="flex items-center justify-between gap-3 text-sm">
                  <dt className="text-ink-soft">{label}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
