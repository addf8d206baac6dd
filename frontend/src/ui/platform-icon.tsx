/** A small coloured mark for a platform: two letters on the platform's hue. */
import { classes } from "@/lib/classes";

const marks: Record<string, { letters: string; className: string }> = {
  javascript: { letters: "JS", className: "bg-[#f0db4f] text-[#2d2b12]" },
  node: { letters: "No", className: "bg-[#2f7d3a] text-white" },
  react: { letters: "Re", className: "bg-[#1b6d86] text-white" },
  nextjs: { letters: "Nx", className: "bg-[#26262e] text-white" },
  vue: { letters: "Vu", className: "bg-[#22734f] text-white" },
  python: { letters: "Py", className: "bg-[#3068a0] text-white" },
  django: { letters: "Dj", className: "bg-[#0c4b33] text-white" },
  flask: { letters: "Fl", className: "bg-[#3c4550] text-white" },
  ruby: { letters: "Rb", className: "bg-[#a9281b] text-white" },
  php: { letters: "ph", className: "bg-[#595d96] text-white" },
  go: { letters: "Go", className: "bg-[#00718f] text-white" },
  java: { letters: "Ja", className: "bg-[#a75512] text-white" },
  kotlin: { letters: "Kt", className: "bg-[#6f3fd0] text-white" },
  csharp: { letters: "C#", className: "bg-[#68217a] text-white" },
  rust: { letters: "Rs", className: "bg-[#8c3d1c] text-white" },
  elixir: { letters: "Ex", className: "bg-[#543d73] text-white" },
  native: { letters: "C+", className: "bg-[#3b5b88] text-white" },
};

export function PlatformIcon({
  platform,
  className,
}: {
  platform: string | null | undefined;
  className?: string;
}) {
  const name = platform ?? "other";
  const mark = marks[name] ??
    marks[name.split("-")[0] ?? ""] ?? { letters: name.slice(0, 2), className: "bg-[#52525f] text-white" };
  return (
    <span
      aria-hidden="true"
      title={name}
      className={classes(
        "inline-flex shrink-0 select-none items-center justify-center rounded-[5px] font-bold text-[0.5625rem] leading-none tracking-tight",
        mark.className,
        className ?? "size-5",
      )}
    >
      {mark.letters}
    </span>
  );
}
