import { ApiError } from "@/lib/api";

/** The error of a whole form. Errors that name known fields are shown at those fields instead. */
export function FormError({ error, fields = [] }: { error: unknown; fields?: readonly string[] }) {
  if (!error) return null;
  const named = error instanceof ApiError ? Object.keys(error.fields) : [];
  if (named.length > 0 && named.every((name) => fields.includes(name))) return null;
  const unknown = error instanceof ApiError ? named.filter((name) => !fields.includes(name)) : [];
  return (
    <div
      role="alert"
      className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger-ink text-sm"
    >
      <span
        aria-hidden="true"
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full bg-danger-ink font-bold text-2xs text-danger-soft"
      >
        !
      </span>
      <div>
        {error instanceof Error ? error.message : "Something unexpected happened."}
        {unknown.map((name) => (
          <div key={name}>
            {name}: {(error as ApiError).fields[name]}
          </div>
        ))}
      </div>
    </div>
  );
}
