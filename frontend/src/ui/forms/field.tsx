/** A labelled control with its hint and its error, tied together for assistive technology. */
import { type ComponentProps, type ReactNode, useId } from "react";
import { classes } from "@/lib/classes";

export const controlClass =
  "w-full rounded-md bg-surface px-2.5 text-ink text-sm shadow-card ring-1 ring-inset ring-line-strong transition-shadow duration-100 focus:outline-none focus-visible:outline-none focus:ring-2 focus:ring-accent aria-invalid:ring-danger-ink disabled:opacity-60";

type Labelled = { label: string; hint?: ReactNode; error?: string; isLabelHidden?: boolean };

type FrameProps = Labelled & { id: string; className?: string; children: ReactNode };

function Frame({ id, label, hint, error, isLabelHidden, className, children }: FrameProps) {
  return (
    <div className={className}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "mb-1 block font-medium text-sm"}>
        {label}
      </label>
      {children}
      {hint && !error && (
        <p id={`${id}-hint`} className="mt-1 text-ink-faint text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-danger-ink text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, { hint, error }: Labelled): string | undefined {
  if (error) return `${id}-error`;
  return hint ? `${id}-hint` : undefined;
}

type TextFieldProps = ComponentProps<"input"> & Labelled & { inputClassName?: string };

export function TextField({
  label,
  hint,
  error,
  isLabelHidden,
  className,
  inputClassName,
  ...input
}: TextFieldProps) {
  const id = useId();
  const labelled = { label, hint, error, isLabelHidden };
  return (
    <Frame id={id} {...labelled} className={className}>
      <input
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, labelled)}
        className={classes(controlClass, "h-9", inputClassName)}
      />
    </Frame>
  );
}

type TextAreaFieldProps = ComponentProps<"textarea"> & Labelled & { textAreaClassName?: string };

export function TextAreaField({
  label,
  hint,
  error,
  isLabelHidden,
  className,
  textAreaClassName,
  ...textArea
}: TextAreaFieldProps) {
  const id = useId();
  const labelled = { label, hint, error, isLabelHidden };
  return (
    <Frame id={id} {...labelled} className={className}>
      <textarea
        rows={3}
        {...textArea}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, labelled)}
        className={classes(controlClass, "py-2", textAreaClassName)}
      />
    </Frame>
  );
}

type SelectFieldProps = ComponentProps<"select"> & Labelled;

export function SelectField({
  label,
  hint,
  error,
  isLabelHidden,
  className,
  children,
  ...select
}: SelectFieldProps) {
  const id = useId();
  const labelled = { label, hint, error, isLabelHidden };
  return (
    <Frame id={id} {...labelled} className={className}>
      <select
        {...select}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, labelled)}
        className={classes(controlClass, "h-9 pr-8")}
      >
        {children}
      </select>
    </Frame>
  );
}

type CheckboxFieldProps = Omit<ComponentProps<"input">, "type"> & { label: string; hint?: ReactNode };

export function CheckboxField({ label, hint, className, ...input }: CheckboxFieldProps) {
  const id = useId();
  return (
    <div className={classes("flex items-start gap-2.5", className)}>
      <input
        {...input}
        type="checkbox"
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4 accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="block text-sm">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-ink-faint text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
