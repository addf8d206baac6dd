import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** Who may import whom: routes and app → features → ui, stores and lib. Features meet in queries and mutations. */

const root = join(import.meta.dirname, "../../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes(".gen."))
  .map((name) => name.replaceAll("\\", "/"));

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(@\/|\.{1,2}\/)([^"]+)"/g)].map(
    ([, start = "", rest = ""]) =>
      start === "@/" ? rest : relative(root, join(root, file, "..", start + rest)),
  );
}

function roomOf(path: string): string {
  const [first, second] = path.split("/");
  return first === "features" ? `features/${second}` : (first ?? "");
}

/** What of a feature others may use: its data; and as an issue's page shows its events, and an event its issue, these parts. */
const data =
  /\/(queries|mutations|[a-z-]*-queries|people|members|statistics|mails|sign-in|schemas|test-event)$/;
const parts = [
  "features/events/event-content",
  "features/events/event-table",
  "features/events/event-pager",
  "features/events/feedback-list",
  "features/issues/level-mark",
  "features/issues/issue-title",
];

describe("imports point one way", () => {
  it.each(files.filter((file) => /^(ui|lib|stores|types)\//.test(file)))(
    "%s knows no feature and no page",
    (file) => {
      const upward = importsOf(file).filter((path) => /^(features|app|routes)\//.test(path));

      expect(upward).toEqual([]);
    },
  );

  it.each(files.filter((file) => file.startsWith("features/")))(
    "%s imports no page and no other feature's parts",
    (file) => {
      const foreign = importsOf(file).filter(
        (path) =>
          /^(app|routes)\//.test(path) ||
          (path.startsWith("features/") &&
            roomOf(path) !== roomOf(file) &&
            !data.test(path) &&
            !parts.includes(path)),
      );

      expect(foreign).toEqual([]);
    },
  );
});
