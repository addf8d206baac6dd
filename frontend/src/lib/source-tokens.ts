/** Splits a line of source into comments, strings, numbers, keywords and the rest. One rough grammar serves all languages. */

export type SourceToken = { kind: "comment" | "string" | "number" | "keyword" | "plain"; text: string };

const longestLine = 400;
const grammar =
  /(?<comment>\/\/.*|(?<=^|\s)#(?![[{]).*|\/\*.*?\*\/)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<number>\b\d[\d_.]*(?:[eE]\d+)?\b)|(?<keyword>\b(?:abstract|and|as|async|await|begin|break|case|catch|class|const|continue|def|default|defer|do|elif|else|elsif|end|enum|except|export|extends|extern|final|finally|fn|for|from|func|function|go|if|impl|implements|import|in|instanceof|interface|is|lambda|let|match|module|mut|namespace|new|nil|None|not|null|or|package|pass|private|protected|pub|public|raise|rescue|return|self|static|struct|super|switch|this|throw|throws|trait|True|False|true|false|try|type|typeof|undefined|unless|use|using|val|var|void|when|where|while|with|yield)\b)/g;

export function tokenizeLine(line: string): SourceToken[] {
  // Minified lines are long and hold nothing to highlight.
  if (line.length > longestLine) return [{ kind: "plain", text: line }];
  const tokens: SourceToken[] = [];
  let end = 0;
  for (const match of line.matchAll(grammar)) {
    if (match.index > end) tokens.push({ kind: "plain", text: line.slice(end, match.index) });
    const [kind = "plain"] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    tokens.push({ kind: kind as SourceToken["kind"], text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < line.length) tokens.push({ kind: "plain", text: line.slice(end) });
  return tokens;
}
