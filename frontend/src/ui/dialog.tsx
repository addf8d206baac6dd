/** A window over the page. Its code is fetched when the first one opens. */
import { lazy, type ReactNode, Suspense } from "react";
import { Button } from "@/ui/button";

const HeadlessDialog = lazy(() =>
  import("@/ui/headless-dialog").then((module) => ({ default: module.HeadlessDialog })),
);

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  className?: string;
};

export function Dialog(props: DialogProps) {
  if (!props.isOpen) return null;
  return (
    <Suspense fallback={null}>
      <HeadlessDialog {...props} />
    </Suspense>
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
