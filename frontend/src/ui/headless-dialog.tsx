import { DialogBackdrop, DialogPanel, DialogTitle, Dialog as HeadlessDialogRoot } from "@headlessui/react";
import { classes } from "@/lib/classes";
import { IconButton } from "@/ui/button";
import type { DialogProps } from "@/ui/dialog";

export function HeadlessDialog({ isOpen, onClose, title, children, className }: DialogProps) {
  return (
    <HeadlessDialogRoot open={isOpen} onClose={onClose} className="relative z-40">
      <DialogBackdrop className="fixed inset-0 bg-black/40 backdrop-blur-[1px]" />
      <div className="fixed inset-0 overflow-y-auto p-4">
        <DialogPanel
          className={classes(
            "mx-auto mt-[8vh] w-full animate-rise rounded-xl bg-surface shadow-pop",
            className ?? "max-w-lg",
          )}
        >
          <header className="flex items-center border-line border-b py-2.5 pr-2.5 pl-5">
            <DialogTitle className="flex-1 font-semibold text-base">{title}</DialogTitle>
            <IconButton icon="x" label="Close" onClick={onClose} />
          </header>
          <div className="p-5">{children}</div>
        </DialogPanel>
      </div>
    </HeadlessDialogRoot>
  );
}
