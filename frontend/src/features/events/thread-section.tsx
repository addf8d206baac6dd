import { useState } from "react";
import { StackFrames } from "@/features/events/stack-frames";
import { asText, framesOf, threadsOf } from "@/lib/event";
import type { EventDetail, Thread } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Section } from "@/ui/section";
import { SelectMenu } from "@/ui/select-menu";

export function ThreadSection({ event }: { event: EventDetail }) {
  const threads = threadsOf(event).filter(({ stacktrace }) => framesOf(stacktrace).length > 0);
  const main = threads.findIndex(({ crashed, current }) => crashed || current);
  const [chosen, setChosen] = useState(String(Math.max(0, main)));
  const thread = threads[Number(chosen)];
  if (!thread) return null;
  const picker = (
    <SelectMenu
      label="Thread"
      value={chosen}
      choices={threads.map((candidate, index) => ({
        value: String(index),
        label: threadName(candidate, index),
      }))}
      onChange={setChosen}
      align="end"
    />
  );
  return (
    <Section title="Threads" count={threads.length} actions={threads.length > 1 ? picker : undefined}>
      <div className="mb-2 flex items-center gap-2">
        <h3 className="font-medium text-sm">{threadName(thread, Number(chosen))}</h3>
        {thread.crashed && <Badge tone="danger">crashed</Badge>}
        {thread.current && <Badge>current</Badge>}
      </div>
      <StackFrames key={chosen} frames={framesOf(thread.stacktrace)} idPrefix={`thread-${chosen}`} />
    </Section>
  );
}

function threadName(thread: Thread, index: number): string {
  return asText(thread.name).slice(0, 80) || `Thread ${asText(thread.id) || index}`;
}
