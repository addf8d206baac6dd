import { classes } from "@/lib/classes";
import { CopyButton } from "@/ui/copy-button";

/** Text shown as it is, with a copy button. It is never interpreted. */
export function CodeBlock({ code, label, className }: { code: string; label: string; className?: string }) {
  return (
    <div className={classes("relative rounded-md border border-line bg-sunken", className)}>
      <section
        tabIndex={0}
        aria-label={label}
        className="overflow-x-auto p-3 pr-12 font-mono text-xs leading-5"
      >
        <pre>{code}</pre>
      </section>
      <CopyButton
        isIcon
        text={code}
        label={`Copy ${label}`}
        className="absolute top-1.5 right-1.5 bg-sunken"
      />
    </div>
  );
}
