// Builds the app with a bundler and Sentry's plugin for it, which uploads the source maps as it does for anybody.
// Prints the plugin's own output. Usage: node build.mjs BUNDLER-MAJOR TARGET FOLDER RELEASE, such as vite-11 browser out 1.0
// The plugin finds SENTRY_URL, SENTRY_ORG, SENTRY_PROJECT and SENTRY_AUTH_TOKEN in the environment. With `none-0` nothing is
// uploaded, for sentry-cli to do.
import { resolve } from "node:path";

const [tool, target, folder, release] = process.argv.slice(2);
const [bundler] = tool.split("-");
const here = import.meta.dirname;
const entry = resolve(here, `app/${target}.js`);
const out = resolve(folder);
const options = {
  url: process.env.SENTRY_URL,
  org: process.env.SENTRY_ORG,
  project: process.env.SENTRY_PROJECT,
  authToken: process.env.SENTRY_AUTH_TOKEN,
  telemetry: false,
  release: { name: release, setCommits: false },
  errorHandler: (error) => {
    console.error(error);
    process.exitCode = 1;
  },
};
const format = target === "node" ? "esm" : "iife";
// The SDK for Node finds its own files beside it, so that it stays outside the bundle.
const external = target === "node" ? ["@sentry/node"] : [];

const builders = {
  async vite(plugin) {
    const { build } = await import("vite");
    await build({
      configFile: false,
      logLevel: "warn",
      root: here,
      plugins: [plugin(options)],
      build: {
        outDir: out,
        emptyOutDir: true,
        sourcemap: true,
        target: "esnext",
        rollupOptions: { input: entry, external, output: { entryFileNames: "app.js", format: target === "node" ? "es" : "iife" } },
      },
    });
  },
  async rollup(plugin) {
    const { rollup } = await import("rollup");
    const { minify } = await import("terser");
    const { resolveImports } = await import("./resolve-imports.mjs");
    const terser = { name: "terser", renderChunk: (code) => minify(code, { sourceMap: true, module: true }) };
    const bundle = await rollup({ input: entry, external, plugins: [resolveImports(), terser, plugin(options)] });
    await bundle.write({ file: `${out}/app.js`, format: target === "node" ? "es" : "iife", sourcemap: true });
    await bundle.close();
  },
  async esbuild(plugin) {
    const { build } = await import("esbuild");
    await build({
      entryPoints: { app: entry },
      outdir: out,
      bundle: true,
      minify: true,
      sourcemap: true,
      format,
      external,
      platform: target,
      plugins: plugin ? [plugin(options)] : [],
    });
  },
  async webpack(plugin) {
    const { default: webpack } = await import("webpack");
    const stats = await new Promise((done, fail) =>
      webpack(
        {
          mode: "production",
          entry,
          devtool: "source-map",
          target: target === "node" ? "node20" : "web",
          experiments: { outputModule: target === "node", topLevelAwait: true },
          externals: target === "node" ? { "@sentry/node": "module @sentry/node" } : {},
          output: { path: out, filename: "app.js", ...(target === "node" ? { library: { type: "module" } } : {}) },
          plugins: [plugin(options)],
        },
        (error, result) => (error ? fail(error) : done(result)),
      ),
    );
    if (stats.hasErrors()) throw new Error(stats.toString());
  },
};

const plugins = {
  "vite-5": async () => (await import("vite-plugin-5")).sentryVitePlugin,
  "vite-11": async () => (await import("vite-plugin-11")).sentryVitePlugin,
  "webpack-5": async () => (await import("webpack-plugin-5")).sentryWebpackPlugin,
  "webpack-11": async () => (await import("webpack-plugin-11")).sentryWebpackPlugin,
  "esbuild-5": async () => (await import("esbuild-plugin-5")).sentryEsbuildPlugin,
  "esbuild-11": async () => (await import("@sentry/bundler-plugins/esbuild")).sentryEsbuildPlugin,
  "rollup-5": async () => (await import("rollup-plugin-5")).sentryRollupPlugin,
  "rollup-11": async () => (await import("@sentry/bundler-plugins/rollup")).sentryRollupPlugin,
  "none-0": async () => null,
};
await builders[bundler === "none" ? "esbuild" : bundler](await plugins[tool]());
