import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { listPageFiles } from "./scripts/page-files.ts";

const apiOrigin = process.env.API_ORIGIN ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      quoteStyle: "double",
      semicolons: true,
    }),
    react(),
    tailwindcss(),
    listPageFiles(),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": { target: apiOrigin, changeOrigin: false } } },
  build: {
    target: "es2022",
    // The content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // A browser that knows this hint compiles the file while it loads, off the main thread; most of what it holds runs at once.
        postBanner: ({ name }) => (name === "framework" ? "//# allFunctionsCalledOnLoad" : ""),
        // The entry names every chunk, and hashes don't compress; 42 bits tell builds apart.
        chunkFileNames: "assets/[name]-[hash:7].js",
        // What every page needs compresses better in one file than in a dozen.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: "controls",
              test: /src\/ui\/(?:forms\/(?:field|form-error|submit-button)|button-class|spinner|layout\/(?:auth-layout|logo))\./,
            },
            {
              name: "framework",
              test: /node_modules\/(?:react|react-dom|scheduler|@tanstack\/(?:router-core|react-router|history|store|react-store|query-core))\//,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["tests/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "tests/unit/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
