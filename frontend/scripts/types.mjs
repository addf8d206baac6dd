// Writes src/types/api.gen.ts from the API's OpenAPI document (make openapi renews it).
import { readFile, writeFile } from "node:fs/promises";
import openapiTypescript, { astToString } from "openapi-typescript";

const source = new URL("../openapi.json", import.meta.url);
const target = new URL("../src/types/api.gen.ts", import.meta.url);

// The pages name paths themselves; of the document they take the shapes of bodies and answers.
const document = { ...JSON.parse(await readFile(source, "utf8")), paths: {} };
const ast = await openapiTypescript(document, {
  alphabetize: true,
  // What has a default may be left out of a body.
  defaultNonNullable: false,
});
await writeFile(target, `// Made by "npm run types" from openapi.json; do not edit.\n${astToString(ast)}`);
