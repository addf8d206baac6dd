/** What the mock API remembers. */
import type { Comment, Issue, IssueChange, IssueDetail } from "@/types/api";
import { ago } from "./answers";
import { buildDetail, buildIssue, buildProject, colleagues, user } from "./data";

export type Store = ReturnType<typeof buildStore>;

export function buildStore(issueCount: number) {
  const issues: Issue[] = Array.from({ length: issueCount }, (_, index) => buildIssue(index));
  const details = new Map<string, Partial<IssueDetail>>();
  const comments: Comment[] = [
    {
      id: "c1",
      issue_id: "1",
      user: colleagues[1] ?? user,
      content:
        "The purchase system of @ada repeats a reference when its request times out.\nWe should answer with the first order instead.",
      created_at: ago(7200),
      updated_at: ago(7200),
    },
  ];
  const projects = [
    buildProject("1", "Shop", "python", { issues_unresolved: 6512, events_24h: 18_230 }),
    buildProject("2", "Web front", "react", { issues_unresolved: 41, events_24h: 920 }),
    buildProject("3", "Search", "java", { first_event_at: null }),
  ];
  const find = (id: unknown) => issues.find((issue) => issue.id === id || issue.short_id === id);
  const detailOf = (issue: Issue): IssueDetail => ({ ...buildDetail(issue), ...details.get(issue.id) });
  const change = (issue: Issue, body: IssueChange) => {
    if (body.status) issue.status = body.status;
    if (body.status)
      details.set(issue.id, { ...details.get(issue.id), status_details: body.status_details ?? {} });
    if (body.assignee_id !== undefined)
      issue.assignee = colleagues.find(({ id }) => id === body.assignee_id) ?? null;
  };
  const filtered = (query: URLSearchParams) => {
    const status = query.get("status");
    const level = query.get("level");
    const words = (query.get("query") ?? "")
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word && !word.includes(":"));
    return issues.filter(
      (issue) =>
        (!status || issue.status === status) &&
        (!level || issue.level === level) &&
        words.every((word) => `${issue.title} ${issue.culprit}`.toLowerCase().includes(word)),
    );
  };

  const account: { isSignedIn: boolean; twoFactorSince: string | null } = {
    isSignedIn: false,
    twoFactorSince: null,
  };
  return { issues, comments, projects, ...account, find, detailOf, change, filtered };
}
