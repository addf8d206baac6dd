/** A build step: writes into index.html which files the first pages need, so that early.js can preload them. */
import type { Plugin, Rolldown } from "vite";

const project = "_app/organizations/$orgSlug/projects/$projectSlug";

/** The pages people arrive at: addresses as a pattern, and the routes whose code they show. */
const arrivals = [
  { path: "^/login$", routes: ["login"] },
  { path: "^/organizations/[^/]+/projects$", routes: ["_app", "_app/organizations/$orgSlug/projects/index"] },
  { path: "^/organizations/[^/]+/projects/[^/]+/issues$", routes: ["_app", `${project}/issues/index`] },
  {
    path: "^/organizations/[^/]+/projects/[^/]+/issues/[^/]+$",
    routes: ["_app", `${project}/issues/$issueId`],
  },
];

export function listPageFiles(): Plugin {
  return {
    name: "list-page-files",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle, chunk }) => {
        if (!bundle || !chunk) return html;
        const isLoaded = new Set(closureOf([chunk], bundle).map(({ fileName }) => fileName));
        const pages = arrivals.map(({ path, routes }) => ({
          path,
          files: closureOf(
            routes.map((route) => chunkOf(route, bundle)),
            bundle,
          )
            .filter(({ fileName }) => !isLoaded.has(fileName))
            .map(({ fileName }) => `/${fileName}`),
        }));
        return html.replace('id="page-files">', `id="page-files">${JSON.stringify(pages)}`);
      },
    },
  };
}

function chunkOf(route: string, bundle: Rolldown.OutputBundle): Rolldown.OutputChunk {
  const suffix = `/src/routes/${route}.tsx?tsr-split=component`;
  const found = Object.values(bundle).find(
    (output) => output.type === "chunk" && output.facadeModuleId?.endsWith(suffix),
  );
  if (found?.type !== "chunk") throw new Error(`The build has no ${route}. Was a route renamed?`);
  return found;
}

/** *chunks* and all they import statically. */
function closureOf(chunks: Rolldown.OutputChunk[], bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  const seen = new Set<Rolldown.OutputChunk>();
  const visit = (chunk: Rolldown.OutputChunk) => {
    if (seen.has(chunk)) return;
    seen.add(chunk);
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === "chunk") visit(imported);
    }
  };
  chunks.forEach(visit);
  return [...seen];
}
