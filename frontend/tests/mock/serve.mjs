// Serves dist/ with the production security headers and the mock API, for the browser tests and for looking at pages without a backend.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { getResponse } from "msw";
import { createServer as createViteServer } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain",
};

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** Start the server on *port* (0: any free one) for the build in *dist*; answers its address and a function that stops it. */
export async function serve({ port = 0, issueCount, dist = join(root, "dist") } = {}) {
  const vite = await createViteServer({
    root,
    server: { middlewareMode: true, hmr: false, ws: false },
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true },
  });
  const { buildHandlers } = await vite.ssrLoadModule("/tests/mock/handlers.ts");
  const handlers = buildHandlers({ issueCount });
  const server = createServer((request, response) => {
    answer(request, response, { handlers, dist }).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await vite.close();
  };
  return { url: `http://localhost:${server.address().port}`, stop };
}

async function answer(request, response, { handlers, dist }) {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname.startsWith("/api/")) return answerFromMock(request, response, url, handlers);
  const { path, body } = await readAsset(dist, url.pathname);
  response.writeHead(200, {
    "content-type": types[extname(path)] ?? "application/octet-stream",
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "cache-control": path.includes("/assets/") ? "max-age=31536000, immutable" : "no-cache",
  });
  response.end(body);
}

async function readAsset(dist, pathname) {
  const path = join(dist, normalize(decodeURIComponent(pathname)));
  try {
    if (!extname(path)) throw new Error("a route of the application");
    return { path, body: await readFile(path) };
  } catch {
    const index = join(dist, "index.html");
    return { path: index, body: await readFile(index) };
  }
}

async function answerFromMock(request, response, url, handlers) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const hasBody = chunks.length > 0;
  const mocked = await getResponse(
    handlers,
    new Request(url, {
      method: request.method,
      headers: request.headers,
      body: hasBody ? Buffer.concat(chunks) : undefined,
    }),
  );
  response.writeHead(mocked.status, Object.fromEntries(mocked.headers));
  response.end(Buffer.from(await mocked.arrayBuffer()));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve({ port: Number(process.env.PORT ?? 5199) });
  console.log(`The dashboard with a mock API: ${url}`);
}
