import type { FieldValues, FormState } from "react-hook-form";
import { Button } from "@/ui/button";

/** The end of a form that changes what exists: nothing to save until something differs. */
export function SaveRow<T extends FieldValues>({ formState }: { formState: FormState<T> }) {
  const { isSubmitting, isDirty } = formState;
  return (
    <div className="flex justify-end">
      <Button type="submit" variant="primary" isBusy={isSubmitting} disabled={!isDirty}>
        Save
      </Button>
    </div>
  );
}
