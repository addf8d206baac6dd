/**
 * Grouping rules as text, one a line, and as the API's objects.
 * Fingerprint rules: `type:DatabaseError path:*db* -> database-down, {{ default }}`. In-app rules: `path:*vendor* -app`.
 * A value with spaces stands in quotes; `!` before a matcher negates it; `#` begins a comment.
 */
import { asText, isRecord } from "@/lib/event";
import type { Json } from "@/types/api";

export type Matcher = { subject: string; pattern: string; negated: boolean };
export type FingerprintRule = { matchers: Matcher[]; fingerprint: string[] };
export type InAppRule = { matchers: Matcher[]; in_app: boolean };
export type Parsed<T> = { rules: T[]; error: string | null };

const matcherPattern = /(!?)([a-z][\w.]*):("(?:[^"\\]|\\.)*"|\S+)/gi;

export function parseFingerprintRules(text: string): Parsed<FingerprintRule> {
  return parseLines(text, (line) => {
    const [left = "", right] = line.split(/->(.*)/s);
    const fingerprint = (right ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
    if (fingerprint.length === 0) throw new Error("expected “->” and a fingerprint after the matchers");
    return { matchers: parseMatchers(left), fingerprint };
  });
}

export function parseInAppRules(text: string): Parsed<InAppRule> {
  return parseLines(text, (line) => {
    const [, left = "", sign] = /^(.*?)\s*([+-])app$/.exec(line) ?? [];
    if (!sign) throw new Error("expected “+app” or “-app” at the end");
    return { matchers: parseMatchers(left), in_app: sign === "+" };
  });
}

export function formatFingerprintRules(rules: Json[]): string {
  return rules
    .map((rule) => {
      const fingerprint =
        isRecord(rule) && Array.isArray(rule.fingerprint) ? rule.fingerprint.map(asText) : [];
      return `${formatMatchers(rule)} -> ${fingerprint.join(", ")}`;
    })
    .join("\n");
}

export function formatInAppRules(rules: Json[]): string {
  return rules
    .map((rule) => `${formatMatchers(rule)} ${isRecord(rule) && rule.in_app ? "+" : "-"}app`)
    .join("\n");
}

function parseLines<T>(text: string, parse: (line: string) => T): Parsed<T> {
  const rules: T[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    try {
      rules.push(parse(content));
    } catch (error) {
      return {
        rules,
        error: `Line ${index + 1}: ${error instanceof Error ? error.message : "can't be read"}.`,
      };
    }
  }
  return { rules, error: null };
}

function parseMatchers(text: string): Matcher[] {
  const rest = text.replace(matcherPattern, "").trim();
  if (rest) throw new Error(`can't read “${rest}”; expected subject:pattern`);
  const matchers = [...text.matchAll(matcherPattern)].map(([, negation, subject = "", pattern = ""]) => ({
    subject,
    pattern: pattern.startsWith('"') ? pattern.slice(1, -1).replace(/\\(.)/g, "$1") : pattern,
    negated: negation === "!",
  }));
  if (matchers.length === 0) throw new Error("expected at least one matcher such as type:DatabaseError");
  return matchers;
}

function formatMatchers(rule: Json): string {
  const matchers = isRecord(rule) && Array.isArray(rule.matchers) ? rule.matchers : [];
  return matchers
    .filter((matcher) => isRecord(matcher))
    .map(({ subject, pattern, negated }) => {
      const text = asText(pattern);
      const quoted = /[\s"]/.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : text;
      return `${negated ? "!" : ""}${asText(subject)}:${quoted}`;
    })
    .join(" ");
}
