import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import { SelectMenu } from "@/components/ui/select-menu";
import { asText, framesOf, threadsOf } from "@/lib/event";
import { StackFrames } from "@/pages/issues/event/stack-frames";
import type { EventDetail, Thread } from "@/types/api";

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
