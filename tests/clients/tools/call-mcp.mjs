// Calls tools of Sentry's MCP server over stdio: node call-mcp.mjs HOST [TOOL ARGUMENTS]..., with the token in the
// environment. The last line is a JSON list of the answers.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [host, ...calls] = process.argv.slice(2);
const transport = new StdioClientTransport({
  command: process.execPath,
  args: ["node_modules/@sentry/mcp-server/dist/index.js", `--host=${host}`, "--insecure-http", "--disable-skills=seer"],
  env: { PATH: process.env.PATH, HOME: process.env.HOME, SENTRY_ACCESS_TOKEN: process.env.SENTRY_AUTH_TOKEN },
  stderr: "ignore",
});
const client = new Client({ name: "agent", version: "1.0.0" });
await client.connect(transport);
// Tools that agents seldom need are run by another.
const listed = new Set((await client.listTools()).tools.map((tool) => tool.name));
const answers = [];
for (let at = 0; at < calls.length; at += 2) {
  const call = { name: calls[at], arguments: JSON.parse(calls[at + 1]) };
  const direct = listed.has(call.name) ? call : { name: "execute_sentry_tool", arguments: call };
  const answer = await client.callTool(direct);
  answers.push({ failed: answer.isError ?? false, text: answer.content.map((part) => part.text).join("\n") });
}
await client.close();
console.log(JSON.stringify(answers));
