import { classes } from "@/lib/classes";

const hues = [
  "bg-[#5448e0]",
  "bg-[#0f766e]",
  "bg-[#a3195b]",
  "bg-[#9a4a07]",
  "bg-[#1e5fc4]",
  "bg-[#15724a]",
  "bg-[#7c3aad]",
  "bg-[#52525f]",
];

export function Avatar({ name, className }: { name: string; className?: string }) {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span
      aria-hidden="true"
      className={classes(
        "inline-flex shrink-0 select-none items-center justify-center rounded-full font-semibold text-white uppercase",
        hues[sum % hues.length],
        className ?? "size-6 text-2xs",
      )}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words[1] : undefined].map((word) =>
    word ? [...word][0] : "",
  );
  return letters.join("") || "?";
}
