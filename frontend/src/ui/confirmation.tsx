/** Asks what a mutation waits to hear before it does what can't be undone. */
import { useConfirmation } from "@/stores/confirmation";
import { ConfirmDialog } from "@/ui/dialog";

export function Confirmation() {
  const { question, reply } = useConfirmation();
  return (
    <ConfirmDialog
      isOpen={question !== null}
      onClose={() => reply(false)}
      onConfirm={() => reply(true)}
      title={question?.title ?? ""}
      confirmLabel={question?.confirmLabel ?? ""}
    >
      {question?.consequence}
    </ConfirmDialog>
  );
}
