/** The files that came with an event. What is in them came from an SDK: they are saved, never shown. */
import { useMutation } from "@tanstack/react-query";
import { contains, useEventFilter } from "@/features/events/event-filter";
import { fetchAttachment } from "@/features/events/queries";
import { saveFile } from "@/lib/downloads";
import { asText, isRecord } from "@/lib/event";
import { formatBytes } from "@/lib/numbers";
import type { EventDetail } from "@/types/api";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Section } from "@/ui/section";

type Listed = { id: string; name: string; description: string; size: number };

export function AttachmentsSection({ event }: { event: EventDetail }) {
  const needle = useEventFilter();
  const attachments = listAttachments(event).filter(({ name, description }) =>
    contains(needle, name, description),
  );
  if (attachments.length === 0) return null;
  return (
    <Section title="Attachments" count={attachments.length} isFlush>
      <ul>
        {attachments.map((attachment, index) => (
          <AttachmentRow key={index} event={event} attachment={attachment} />
        ))}
      </ul>
    </Section>
  );
}

function AttachmentRow({ event, attachment }: { event: EventDetail; attachment: Listed }) {
  const { id, name, description, size } = attachment;
  const download = useMutation({
    mutationFn: () => fetchAttachment(event.project_id, event.event_id, id),
    onSuccess: (file) => saveFile(file.name || "attachment", file.content_base64),
  });
  return (
    <li className="flex items-center gap-3 border-line border-b py-1.5 pr-2 pl-4 text-xs last:border-0">
      <Icon name="file" className="size-4 shrink-0 text-ink-faint" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono">{name || "without a name"}</span>
        <span className="block truncate text-ink-faint">
          {[formatBytes(size), description].filter(Boolean).join(" · ")}
        </span>
      </span>
      {id && (
        <Button
          size="sm"
          icon="download"
          aria-label={`Download ${name || "the file"}`}
          isBusy={download.isPending}
          onClick={() => download.mutate()}
        >
          <span className="max-sm:sr-only">Download</span>
        </Button>
      )}
    </li>
  );
}

function listAttachments({ attachments }: EventDetail): Listed[] {
  if (!Array.isArray(attachments)) return [];
  return attachments
    .filter((attachment) => isRecord(attachment))
    .map(({ id, name, content_type, type, size }) => ({
      id: typeof id === "string" ? id : "",
      name: asText(name),
      description: [asText(content_type), type === "event.attachment" ? "" : asText(type)]
        .filter(Boolean)
        .join(" · "),
      size: Number(size) || 0,
    }));
}
