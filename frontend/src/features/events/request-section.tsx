import { contains, useEventFilter } from "@/features/events/event-filter";
import { asText, isRecord, metaOf, pairsOf } from "@/lib/event";
import { safeHref } from "@/lib/links";
import type { EventDetail, EventRequest, Json } from "@/types/api";
import { Badge } from "@/ui/badge";
import { CopyButton } from "@/ui/copy-button";
import { Highlight } from "@/ui/highlight";
import { Icon } from "@/ui/icon";
import { PairsTable } from "@/ui/pairs-table";
import { Section } from "@/ui/section";
import { ValueView } from "@/ui/value-view";

const parts = [
  { key: "query_string", title: "Query" },
  { key: "data", title: "Body" },
  { key: "headers", title: "Headers" },
  { key: "cookies", title: "Cookies" },
  { key: "env", title: "Environment" },
] as const;

export function RequestSection({ event }: { event: EventDetail }) {
  const needle = useEventFilter();
  const { request } = event;
  if (!isRecord(request) || !contains(needle, request)) return null;
  const url = asText(request.url);
  const href = safeHref(request.url);
  const meta = metaOf(event.meta, "request");
  return (
    <Section title="Request" actions={<CopyButton label="Copy as cURL" text={() => asCurl(request)} />}>
      {(url || request.method) && (
        <p className="mb-3 flex items-start gap-2 font-mono text-xs">
          <Badge tone="info">{asText(request.method) || "GET"}</Badge>
          <span className="leading-5 [overflow-wrap:anywhere]">
            <Highlight text={url} needle={needle} />
            {href && (
              <a
                href={href}
                target="_blank"
                rel="noopener noreferrer nofollow"
                aria-label="Open the address in a new tab"
                className="ml-1 inline-block align-[-2px] text-accent-ink"
              >
                <Icon name="external" className="size-3.5" />
              </a>
            )}
          </span>
        </p>
      )}
      <div className="space-y-4">
        {parts.map(({ key, title }) => (
          <RequestPart
            key={key}
            title={title}
            value={request[key]}
            meta={metaOf(meta, key)}
            needle={needle}
          />
        ))}
      </div>
    </Section>
  );
}

type RequestPartProps = { title: string; value: Json | undefined; meta: unknown; needle: string };

function RequestPart({ title, value, meta, needle }: RequestPartProps) {
  if (value === null || value === undefined || value === "" || !contains(needle, value)) return null;
  const isBody = title === "Body";
  const pairs = isBody && !isRecord(value) ? [] : pairsOf(value);
  const shown = pairs.filter(([name, item]) => contains(needle, name, item));
  return (
    <div>
      <h3 className="mb-1 font-medium text-ink-faint text-xs">{title}</h3>
      {shown.length > 0 ? (
        <PairsTable pairs={shown} label={title} meta={meta} needle={needle} />
      ) : (
        <div className="font-mono text-xs leading-5">
          <ValueView value={value} meta={meta} needle={needle} isOpen />
        </div>
      )}
    </div>
  );
}

function quoteShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function asCurl(request: EventRequest): string {
  const headers = pairsOf(request.headers).map(
    ([name, value]) => `-H ${quoteShell(`${name}: ${asText(value)}`)}`,
  );
  const body =
    request.data === null || request.data === undefined
      ? []
      : [`--data-raw ${quoteShell(asText(request.data))}`];
  const method = asText(request.method) || "GET";
  return [`curl -X ${quoteShell(method)} ${quoteShell(asText(request.url))}`, ...headers, ...body].join(
    " \\\n  ",
  );
}
