/** Bars over time, stacked by series, with a hidden table that says the same to screen readers. */
import { useState } from "react";
import { classes } from "@/lib/classes";
import { formatCount } from "@/lib/numbers";
import { formatHour, parseTime } from "@/lib/time";

export type Series = { name: string; className: string };
export type BarBucket = { at: string; values: number[] };
/** Something that happened, at *position* from 0 to 1 of the chart's width. */
export type ChartMark = { position: number; label: string };

/** From so many bars on there is no room for gaps. */
const denseFrom = 60;

type BarChartProps = {
  buckets: BarBucket[];
  series: readonly Series[];
  caption: string;
  marks?: readonly ChartMark[];
  className?: string;
};

export function BarChart({ buckets, series, caption, marks = [], className }: BarChartProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const totals = buckets.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const highest = Math.max(1, ...totals);
  const bucket = pointed === null ? undefined : buckets[pointed];
  return (
    <figure className={classes("relative flex flex-col", className ?? "h-36")}>
      <div className="flex h-5 items-center justify-between text-2xs text-ink-faint tabular">
        <span>{bucket ? describeTime(bucket.at) : `max ${formatCount(Math.max(0, ...totals))}`}</span>
        <span>
          {bucket &&
            series.map(({ name }, index) => `${formatCount(bucket.values[index] ?? 0)} ${name}`).join(" · ")}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing only repeats what the hidden table says */}
      <div
        className="relative flex min-h-0 flex-1 items-end border-line border-b"
        onMouseLeave={() => setPointed(null)}
      >
        {buckets.map(({ at, values }, index) => (
          <Bar
            key={at}
            values={values}
            highest={highest}
            series={series}
            isPointed={pointed === index}
            isDense={buckets.length > denseFrom}
            onPoint={() => setPointed(index)}
          />
        ))}
        {marks.map((mark) => (
          <Mark key={mark.position} {...mark} />
        ))}
      </div>
      <div className="mt-1 flex justify-between text-2xs text-ink-faint">
        <span>{buckets[0] && describeTime(buckets[0].at)}</span>
        <span>{buckets.length > 1 && describeTime(buckets[buckets.length - 1]?.at ?? "")}</span>
      </div>
      <HiddenTable buckets={buckets} series={series} caption={caption} />
    </figure>
  );
}

/** A dashed line with a flag that says what it marks when pointed at. */
function Mark({ position, label }: ChartMark) {
  return (
    <div
      className="pointer-events-none absolute inset-y-0 border-ok-ink border-l border-dashed"
      style={{ left: `${position * 100}%` }}
    >
      <span
        role="img"
        aria-label={label}
        title={label}
        className="pointer-events-auto absolute -top-1 -left-1 size-2 rounded-full bg-ok-ink ring-2 ring-surface"
      />
    </div>
  );
}

type BarProps = {
  values: number[];
  highest: number;
  series: readonly Series[];
  isPointed: boolean;
  isDense: boolean;
  onPoint: () => void;
};

function Bar({ values, highest, series, isPointed, isDense, onPoint }: BarProps) {
  return (
    <div
      aria-hidden="true"
      onMouseEnter={onPoint}
      className={classes(
        "flex h-full min-w-0 flex-1 flex-col-reverse",
        !isDense && "px-px",
        isPointed && "bg-hover",
      )}
    >
      {values.map((value, index) =>
        value > 0 ? (
          <div
            key={series[index]?.name}
            className={classes("w-full last:rounded-t-[2px]", series[index]?.className)}
            style={{ height: `max(2px, ${(value / highest) * 100}%)` }}
          />
        ) : null,
      )}
    </div>
  );
}

function HiddenTable({ buckets, series, caption }: Pick<BarChartProps, "buckets" | "series" | "caption">) {
  return (
    <div className="sr-only">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets.map(({ at, values }) => (
            <tr key={at}>
              <th scope="row">{describeTime(at)}</th>
              {values.map((value, index) => (
                <td key={series[index]?.name}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function describeTime(at: string): string {
  const date = parseTime(at);
  return date ? formatHour(date) : at;
}
