import { describe, expect, it } from "vitest";
import { asText, describeMeta, exceptionsOf, framesOf, pairsOf, sourceLines, tagsOf } from "@/lib/event";
import {
  formatFingerprintRules,
  formatInAppRules,
  parseFingerprintRules,
  parseInAppRules,
} from "@/lib/grouping-rules";
import { issueAsMarkdown } from "@/lib/issue-markdown";
import { filtersOf, parseIssueSearch } from "@/lib/issue-search";
import { safeHref, safeReturnPath } from "@/lib/links";
import { chartMarks, placeReleases } from "@/lib/release-marks";
import { tagTerm } from "@/lib/search-terms";
import { tokenizeLine } from "@/lib/source-tokens";
import { formatAge, parseTime } from "@/lib/time";
import type { EventDetail } from "@/types/api";
import { buildDetail, buildIssue } from "../mock/data";
import { hostileEvent } from "../mock/hostile-event";
import { pythonEvent } from "../mock/python-event";

describe("links from events", () => {
  it.each([
    "javascript:alert(1)",
    "data:text/html,<script>",
    " https://example.com",
    "//example.com",
    "ftp://example.com",
    { toString: () => "https://example.com" },
    null,
    `https://example.com/${"a".repeat(5000)}`,
  ])("makes no link of %s", (value) => {
    expect(safeHref(value)).toBeNull();
  });

  it("makes a link of a web address", () => {
    expect(safeHref("https://example.com/a?b=<c>")).toBe("https://example.com/a?b=%3Cc%3E");
  });

  it.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", 7, undefined])(
    "never returns to %s after signing in",
    (value) => {
      expect(safeReturnPath(value)).toBe("/");
    },
  );
});

describe("the search of an issues list", () => {
  it("leaves out what it does not know and what is default", () => {
    const search = parseIssueSearch({
      status: "unresolved",
      sort: "last_seen",
      level: "loud",
      query: "  ",
      environment: "qa",
      x: 1,
    });

    expect(search).toEqual({ environment: "qa" });
  });

  it("asks for unresolved issues unless told otherwise", () => {
    expect(filtersOf({})).toMatchObject({ status: "unresolved", sort: "last_seen" });
    expect(filtersOf({ status: "all" }).status).toBeUndefined();
  });

  it.each([
    ["browser", "Firefox", "browser:Firefox"],
    ["browser", "Safari 18.1", 'browser:"Safari 18.1"'],
    ["url", "https://a.b/c", 'url:"https://a.b/c"'],
    ["note", 'say "hi" \\', 'note:"say \\"hi\\" \\\\"'],
  ])("writes %s = %s as %s", (key, value, term) => {
    expect(tagTerm(key, value)).toBe(term);
  });
});

describe("reading hostile events", () => {
  const event = hostileEvent("i");

  it("finds only the entries that are objects", () => {
    const [exception] = exceptionsOf(event);

    expect(exceptionsOf(event)).toHaveLength(1);
    expect(framesOf(exception?.stacktrace)).toHaveLength(1);
  });

  it("turns anything into text", () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;

    expect([asText({ a: 1 }), asText([1]), asText(null), asText(true), asText(circular)]).toEqual([
      '{"a":1}',
      "[1]",
      "",
      "true",
      "",
    ]);
  });

  it("reads tags and pairs of every shape", () => {
    expect(tagsOf({ ...event, tags: "x" } as unknown as EventDetail)).toEqual([]);
    expect(pairsOf([["a", 1], 3, ["b"]])).toEqual([
      ["a", 1],
      ["b", null],
    ]);
    expect(pairsOf("a=1&b=2")).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect(pairsOf(5)).toEqual([]);
  });

  it("numbers source lines even when the line number is nonsense", () => {
    expect(sourceLines({ context_line: "x", lineno: "NaN" as never, pre_context: [null] })).toEqual([
      { number: -1, text: "", isFailing: false },
      { number: 0, text: "x", isFailing: true },
    ]);
  });

  it("says what was trimmed", () => {
    expect(describeMeta({ "": { len: 4096, rem: [["!limit", "s", 0, 3]] } })).toBe(
      "truncated, was 4,096 long",
    );
    expect(describeMeta({ "": { rem: [["@password", "s"]] } })).toBe("removed by scrubbing");
    expect(describeMeta("x")).toBeNull();
  });
});

describe("an issue as Markdown", () => {
  it("keeps event text inside its block", () => {
    const event = {
      ...pythonEvent("i", 0, 1),
      exception: null,
      message: "```\n# not a heading\n````",
    } as EventDetail;

    const markdown = issueAsMarkdown(buildDetail(buildIssue(0)), event, "https://errors.example.com/i");

    expect(markdown).toContain("`````\n```\n# not a heading\n````\n`````");
  });

  it("marks the frames of the application", () => {
    const markdown = issueAsMarkdown(
      buildDetail(buildIssue(0)),
      pythonEvent("i", 0, 1),
      "https://errors.example.com/i",
    );

    expect(markdown).toContain("→ place_order (shop/checkout/services.py:91)");
  });
});

describe("grouping rules as text", () => {
  it("survives the way through objects and back", () => {
    const text =
      'type:DatabaseError !path:*/tests/* -> database-down, {{ default }}\nmessage:"Timed out *" tags.tenant:a -> timeout';

    const { rules, error } = parseFingerprintRules(text);

    expect(error).toBeNull();
    expect(rules[0]?.matchers[1]).toEqual({ subject: "path", pattern: "*/tests/*", negated: true });
    expect(formatFingerprintRules(rules)).toBe(text);
  });

  it("survives for in-app rules", () => {
    const text = "path:*/vendor/* -app\nmodule:shop.* +app";

    expect(formatInAppRules(parseInAppRules(text).rules)).toBe(text);
  });

  it.each([
    ["type:X", "Line 1: expected “->” and a fingerprint after the matchers."],
    ["# fine\nwhat -> x", "Line 2: can't read “what”; expected subject:pattern."],
    ["-> x", "Line 1: expected at least one matcher such as type:DatabaseError."],
  ])("says where %j can't be read", (text, message) => {
    expect(parseFingerprintRules(text).error).toBe(message);
  });
});

describe("source tokens", () => {
  it.each(["const a = 'b' // c", "def f(x): # note", "\\", '"unclosed', "x".repeat(5000), ""])(
    "loses nothing of %j",
    (line) => {
      const text = tokenizeLine(line).map((token) => token.text);

      expect(text.join("")).toBe(line);
    },
  );
});

describe("times", () => {
  it.each([
    [3, "now"],
    [59, "59s"],
    [3599, "59min"],
    [86_399, "23h"],
    [86_400 * 59, "59d"],
    [86_400 * 800, "2y"],
  ])("shows an age of %i s as %s", (seconds, text) => {
    const now = Date.now();

    expect(formatAge(new Date(now - seconds * 1000), now)).toBe(text);
  });

  it.each([null, "", "not a time", {} as never])("makes no date of %j", (value) => {
    expect(parseTime(value)).toBeNull();
  });
});

describe("marks of releases", () => {
  const release = (version: string, created: string, released: string | null = null) => ({
    version,
    date_created: created,
    date_released: released,
  });
  const from = Date.parse("2026-11-22T00:00:00Z");
  const to = Date.parse("2026-11-23T00:00:00Z");

  it("stand where a release went out, or was first seen, and nowhere else", () => {
    const marks = placeReleases(
      [
        release("3", "2026-11-23T00:00:00Z"),
        release("2", "2026-11-20T00:00:00Z", "2026-11-22T18:00:00Z"),
        release("1", "2026-11-22T06:00:00Z"),
        release("0", "2026-11-21T23:59:59Z"),
        release("broken", "soon"),
      ],
      from,
      to,
      24,
    );

    expect(marks).toEqual([
      { position: 0.25, versions: ["1"] },
      { position: 0.75, versions: ["2"] },
    ]);
  });

  it("come together when they fall on the same bar", () => {
    const marks = placeReleases(
      [release("1.1", "2026-11-22T06:40:00Z"), release("1.0", "2026-11-22T06:10:00Z")],
      from,
      to,
      24,
    );

    expect(marks.map(({ versions }) => versions)).toEqual([["1.1", "1.0"]]);
  });

  it("say in a chart what was released and what was deployed where", () => {
    const buckets = [
      "2026-11-22T00:00:00Z",
      "2026-11-22T06:00:00Z",
      "2026-11-22T12:00:00Z",
      "2026-11-22T18:00:00Z",
    ];
    const deploy = { version: "1.0", environment: "production", finished_at: "2026-11-22T12:00:00Z" };

    const marks = chartMarks(
      [release("1.0", "2026-11-22T03:00:00Z"), release("1.1", "2026-11-22T13:00:00Z")],
      [deploy, { ...deploy, finished_at: "2026-11-23T12:00:00Z" }],
      buckets.map((at) => ({ at })),
    );

    expect(marks.map(({ label }) => label)).toEqual([
      "Release 1.0",
      "Release 1.1, Deploy of 1.0 to production",
    ]);
    expect(chartMarks([], [deploy], [])).toEqual([]);
  });
});
