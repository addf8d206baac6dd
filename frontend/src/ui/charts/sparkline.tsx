type SparklineProps = {
  counts: number[];
  label: string;
  /** Positions from 0 to 1 where something happened. */
  marks?: readonly number[];
  width?: number;
  height?: number;
  className?: string;
};

/** Counts as small bars. Screen readers get the label instead. */
export function Sparkline({
  counts,
  label,
  marks = [],
  width = 120,
  height = 28,
  className,
}: SparklineProps) {
  const highest = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  const barWidth = Math.max(1, step - 1);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={className}
    >
      <title>{label}</title>
      <path d={`M0 ${height - 0.5}H${width}`} stroke="currentColor" strokeOpacity="0.25" />
      {counts.map((count, index) => {
        const barHeight = count === 0 ? 0 : Math.max(2, (count / highest) * (height - 2));
        return barHeight > 0 ? (
          <rect
            key={index}
            x={index * step}
            y={height - barHeight}
            width={barWidth}
            height={barHeight}
            rx="1"
            fill="currentColor"
          />
        ) : null;
      })}
      {marks.map((position) => (
        <path
          key={position}
          d={`M${position * width} 0V${height}`}
          className="stroke-ok-ink"
          strokeDasharray="2 2"
        />
      ))}
    </svg>
  );
}
