// Works with MiniSentry's own MCP server as an agent does: node call-agent-tools.mjs URL [TOOL ARGUMENTS]..., with the
// token in the environment. The last line is JSON: what the server offers, and the answers.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [url, ...calls] = process.argv.slice(2);
const transport = new StreamableHTTPClientTransport(new URL(url), {
  requestInit: { headers: { Authorization: `Bearer ${process.env.SENTRY_AUTH_TOKEN}` } },
});
const client = new Client({ name: "agent", version: "1.0.0" });
const problems = [];
client.onerror = (error) => problems.push(String(error));
await client.connect(transport);
const { tools } = await client.listTools();
const { prompts } = await client.listPrompts();
const prompt = await client.getPrompt({ name: prompts[0].name, arguments: { issue: "WEB-1" } });
const answers = [];
for (let at = 0; at < calls.length; at += 2) {
  const answer = await client.callTool({ name: calls[at], arguments: JSON.parse(calls[at + 1]) });
  answers.push({ failed: answer.isError ?? false, text: answer.content.map((part) => part.text).join("\n") });
}
await client.close();
const offered = {
  server: client.getServerVersion()?.name,
  tools: tools.map((tool) => tool.name),
  prompt: prompt.messages[0].content.text,
};
console.log(JSON.stringify({ ...offered, answers, problems }));
