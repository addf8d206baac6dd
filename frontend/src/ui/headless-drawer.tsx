import { Dialog, DialogBackdrop, DialogPanel } from "@headlessui/react";
import type { DrawerProps } from "@/ui/drawer";

export function HeadlessDrawer({ onClose, label, children }: DrawerProps) {
  return (
    <Dialog open onClose={onClose} className="relative z-40 lg:hidden" aria-label={label}>
      <DialogBackdrop className="fixed inset-0 bg-black/50" />
      <DialogPanel className="fixed inset-y-0 left-0 w-72 max-w-[85vw] bg-sunken shadow-pop">
        {children}
      </DialogPanel>
    </Dialog>
  );
}
