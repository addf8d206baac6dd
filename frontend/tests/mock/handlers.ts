/** The API as MSW handlers over data in memory, for tests and for looking at the dashboard without a backend. */
import { http } from "msw";
import { accountHandlers } from "./account-handlers";
import { refuse } from "./answers";
import { eventHandlers } from "./event-handlers";
import { factHandlers } from "./fact-handlers";
import { issueHandlers } from "./issue-handlers";
import { organizationHandlers } from "./organization-handlers";
import { personHandlers } from "./person-handlers";
import { buildStore } from "./store";

export function buildHandlers({ issueCount = 10_000 }: { issueCount?: number } = {}) {
  const store = buildStore(issueCount);
  return [
    ...accountHandlers(store),
    ...organizationHandlers(store),
    ...personHandlers(),
    ...factHandlers(store),
    ...eventHandlers(store),
    ...issueHandlers(store),
    http.all("*/api/*", () => refuse(404, "not_found", "The mock does not know this.")),
  ];
}
