/** Deleting something for good: its name or one’s password has to be typed, so that no slip of the hand does it. */
import { useState } from "react";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";

type DangerZoneProps = {
  what: string;
  name: string;
  consequence: string;
  needsPassword?: boolean;
  onDelete: (typed: string) => Promise<unknown>;
};

export function DangerZone({ what, name, consequence, needsPassword = false, onDelete }: DangerZoneProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const remove = async () => {
    setIsBusy(true);
    setError(null);
    await onDelete(typed).catch(setError);
    setIsBusy(false);
  };
  return (
    <Card title={`Delete this ${what}`} className="border-danger-ink/30">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-lg text-ink-soft text-sm">{consequence}</p>
        <Button variant="danger" onClick={() => setIsOpen(true)}>
          Delete {what}
        </Button>
      </div>
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={`Delete ${name}?`} className="max-w-md">
        <div className="space-y-4">
          <FormError error={error} />
          <p className="text-ink-soft text-sm">{consequence}</p>
          <TextField
            label={needsPassword ? "Your password" : `Type “${name}” to confirm`}
            type={needsPassword ? "password" : "text"}
            autoComplete={needsPassword ? "current-password" : "off"}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
            <Button
              variant="danger"
              disabled={needsPassword ? !typed : typed !== name}
              isBusy={isBusy}
              onClick={remove}
            >
              Delete for good
            </Button>
          </div>
        </div>
      </Dialog>
    </Card>
  );
}
