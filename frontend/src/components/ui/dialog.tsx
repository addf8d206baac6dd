import { DialogBackdrop, DialogPanel, DialogTitle, Dialog as HeadlessDialog } from "@headlessui/react";
import type { ReactNode } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { classes } from "@/lib/classes";

type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  className?: string;
};

export function Dialog({ isOpen, onClose, title, children, className }: DialogProps) {
  return (
    <HeadlessDialog open={isOpen} onClose={onClose} className="relative z-40">
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
    </HeadlessDialog>
  );
}

type ConfirmDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  confirmLabel: string;
  isBusy?: boolean;
  children: ReactNode;
};

/** For what can't be undone; anything else gets an undo toast instead. */
export function ConfirmDialog({
  isOpen,
  onClose,
  onConfirm,
  title,
  confirmLabel,
  isBusy,
  children,
}: ConfirmDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} className="max-w-md">
      <div className="text-ink-soft text-sm">{children}</div>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="danger" onClick={onConfirm} isBusy={isBusy}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
