import { type FormEvent, useState } from "react";
import { useCheckPosition } from "@/features/artifacts/mutations";
import type { MapCheck } from "@/types/api";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { controlClass } from "@/ui/forms/field";

const place = /^(.*?):(\d+)(?::(\d+))?$/;

/** Tries one position of a minified file, as a stack trace writes it. */
export function CheckCard({ projectId }: { projectId: string }) {
  const [typed, setTyped] = useState("");
  const [release, setRelease] = useState("");
  const check = useCheckPosition(projectId);
  function submit(event: FormEvent) {
    event.preventDefault();
    const [, url = typed.trim(), line, column] = place.exec(typed.trim()) ?? [];
    check.mutate({
      url,
      ...(release.trim() ? { release: release.trim() } : {}),
      ...(line ? { line: Number(line) } : {}),
      ...(column ? { column: Number(column) } : {}),
    });
  }
  return (
    <Card
      title="Try a position"
      description="As a stack trace writes it: https://shop.example/app.js:1:84213"
    >
      <form onSubmit={submit} className="flex flex-wrap gap-2">
        <input
          required
          aria-label="File, line and column"
          placeholder="https://shop.example/app.js:1:84213"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={`${controlClass} min-w-0 flex-1 basis-64 font-mono`}
        />
        <input
          aria-label="Release"
          placeholder="Release"
          value={release}
          onChange={(event) => setRelease(event.target.value)}
          className={`${controlClass} min-w-0 basis-40 font-mono`}
        />
        <Button type="submit" isBusy={check.isPending}>
          Try
        </Button>
      </form>
      <div role="status" className="mt-3 text-sm empty:mt-0">
        {check.error && <p className="text-danger-ink">{check.error.message}</p>}
        {check.data && <Found found={check.data} />}
      </div>
    </Card>
  );
}

function Found({ found }: { found: MapCheck }) {
  if (!found.source) {
    return (
      <p className={found.problem ? "text-warn-ink" : "text-ok-ink"}>
        {found.problem ?? "There is a map for this file."}
      </p>
    );
  }
  return (
    <>
      <p className="font-mono [overflow-wrap:anywhere]">
        {found.source}:{found.line}:{found.column}
        {found.function && <span className="text-ink-soft"> in {found.function}</span>}
      </p>
      {found.context_line && (
        <pre className="mt-1 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs">
          {found.context_line}
        </pre>
      )}
    </>
  );
}
