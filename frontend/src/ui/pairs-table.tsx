/** Names and values in two columns, for tags, headers, variables and contexts. */

import { metaOf } from "@/lib/event";
import type { Json } from "@/types/api";
import { Highlight } from "@/ui/highlight";
import { ValueView } from "@/ui/value-view";

type PairsTableProps = {
  pairs: readonly (readonly [string, Json])[];
  label: string;
  meta?: unknown;
  needle?: string;
};

export function PairsTable({ pairs, label, meta, needle = "" }: PairsTableProps) {
  return (
    <table className="w-full table-fixed border-collapse text-xs">
      <caption className="sr-only">{label}</caption>
      <colgroup>
        <col className="w-2/5 sm:w-44" />
        <col />
      </colgroup>
      <tbody>
        {pairs.map(([key, value], index) => (
          <tr key={`${key} ${index}`} className="border-line border-b align-top last:border-0">
            <th
              scope="row"
              className="py-1.5 pr-3 text-left font-medium text-ink-soft [overflow-wrap:anywhere]"
            >
              <Highlight text={key} needle={needle} />
            </th>
            <td className="py-1.5 font-mono leading-[1.125rem]">
              <ValueView value={value} meta={metaOf(meta, key)} needle={needle} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
