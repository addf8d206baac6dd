// Rollup finds relative imports only; this finds those of packages, too, as Node would.
import { fileURLToPath } from "node:url";

export function resolveImports() {
  return {
    name: "resolve-imports",
    resolveId(name) {
      if (name.startsWith(".") || name.startsWith("/") || name.startsWith("\0")) return null;
      return fileURLToPath(import.meta.resolve(name));
    },
  };
}
