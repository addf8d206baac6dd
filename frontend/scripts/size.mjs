// Adds up what each page makes the browser load, gzipped, and fails when a page is over its budget. Run after `npm run build`.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const frame = "src/routes/_app.tsx?tsr-split=component";
const project = "src/routes/_app/organizations/$orgSlug/projects/$projectSlug";
const kilobyte = 1000;

const pages = [
  { name: "entry", chunks: ["index.html"], budget: 115 },
  { name: "login", chunks: ["index.html", "src/routes/login.tsx?tsr-split=component"], budget: 130 },
  {
    name: "issues",
    chunks: ["index.html", frame, `${project}/issues/index.tsx?tsr-split=component`],
    budget: 175,
  },
  {
    name: "issue",
    chunks: ["index.html", frame, `${project}/issues/$issueId.tsx?tsr-split=component`],
    budget: 180,
  },
];
const lazyBudget = 40;
const cssBudget = 12;

function gzipSize(file) {
  return gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / kilobyte;
}

/** The files of *chunks* and of everything they import statically. */
function filesOf(chunks) {
  const seen = new Set();
  const visit = (name) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The build has no ${name}. Was a route renamed?`);
    if (seen.has(chunk.file)) return;
    seen.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const name of chunks) visit(name);
  return [...seen].filter((file) => file.endsWith(".js"));
}

const entryFiles = new Set(filesOf(["index.html"]));
const lazyFiles = Object.values(manifest)
  .map(({ file }) => file)
  .filter((file) => file.endsWith(".js") && !entryFiles.has(file));
const cssFiles = new Set(
  Object.values(manifest).flatMap(({ css = [], file }) => (file.endsWith(".css") ? [...css, file] : css)),
);

const largestLazy = lazyFiles
  .map((file) => ({ file, size: gzipSize(file) }))
  .sort((left, right) => right.size - left.size)[0];
const rows = [
  ...pages.map(({ name, chunks, budget }) => ({
    name,
    budget,
    size: filesOf(chunks).reduce((sum, file) => sum + gzipSize(file), 0),
  })),
  {
    name: `largest lazy chunk (${largestLazy.file.split("/").at(-1)})`,
    budget: lazyBudget,
    size: largestLazy.size,
  },
  { name: "CSS", budget: cssBudget, size: [...cssFiles].reduce((sum, file) => sum + gzipSize(file), 0) },
];

for (const { name, size, budget } of rows) {
  console.log(
    `${size > budget ? "OVER" : "ok  "}  ${size.toFixed(1).padStart(6)} of ${String(budget).padStart(3)} KB  ${name}`,
  );
}
if (rows.some(({ size, budget }) => size > budget)) {
  console.error(`Over budget. Figures are gzipped kilobytes of ${fileURLToPath(dist)}.`);
  process.exit(1);
}
