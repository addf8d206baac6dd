/** Every operation of the OpenAPI document that changes something: how the dashboard asks about it or undoes it, and how it fails. */
import { QueryClientProvider, type UseMutationResult } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { buildQueryClient } from "@/app/query-client";
import { reportFailures } from "@/app/report-failures";
import * as accounts from "@/features/accounts/mutations";
import { useStartPersonJob } from "@/features/accounts/people";
import { useCheckPosition, useDeleteBundle } from "@/features/artifacts/mutations";
import * as comments from "@/features/issues/comment-queries";
import { useAssignIssues, useChangeIssues, useSetStatus } from "@/features/issues/mutations";
import * as issueEdits from "@/features/issues/optimistic-edits";
import * as organizations from "@/features/organizations/mutations";
import { useSetProjectRole } from "@/features/projects/members";
import * as projects from "@/features/projects/mutations";
import { useConfirmation } from "@/stores/confirmation";
import { useToasts } from "@/stores/toasts";
import document from "../../openapi.json";
import { server } from "../setup";

// biome-ignore lint/suspicious/noExplicitAny: a table of hooks with variables of many types
type AnyMutation = UseMutationResult<any, Error, any, any>;
type Change = {
  use: () => AnyMutation;
  variables?: unknown;
  /** What the question must name. Changes that can be undone or only add something ask none. */
  names?: string;
  /** The form that shows the failure instead of a toast. */
  form?: string;
};

const issue = { id: "i1", short_id: "SHOP-1", title: "TypeError: x" };
const other = { id: "i2", short_id: "SHOP-2", title: "RangeError: y" };
const member = {
  user: { id: "u2", name: "Grace Hopper", email: "grace@example.com", avatar_url: null },
  role: "member" as const,
  joined_at: "2026-01-01T00:00:00Z",
};
const rule = { name: "Everything", conditions: [], actions: [], is_active: true };
const person = { id: "42", email: null };

const changes: Record<string, Change> = {
  auth_update_me: { use: accounts.useUpdateMe, variables: { name: "Ada" }, form: "profile-page" },
  activity_bookmark: { use: () => issueEdits.useMarkIssue("p", "i", "bookmark"), variables: true },
  activity_follow: { use: () => issueEdits.useMarkIssue("p", "i", "subscription"), variables: true },
  activity_remove_bookmark: { use: () => issueEdits.useMarkIssue("p", "i", "bookmark"), variables: false },
  activity_unfollow: { use: () => issueEdits.useMarkIssue("p", "i", "subscription"), variables: false },
  alerts_change_rule: { use: () => projects.useSaveAlert("p"), variables: { ...rule, id: "a" } },
  alerts_create_rule: { use: () => projects.useSaveAlert("p", "form"), variables: rule, form: "alert-form" },
  alerts_remove_rule: {
    use: () => projects.useDeleteAlert("p"),
    variables: { id: "a", name: "Everything" },
    names: "Everything",
  },
  alerts_test_rule: { use: () => projects.useTestAlert("p"), variables: "a" },
  auth_logout: { use: accounts.useLogout },
  bulk_change_issues: {
    use: () => useChangeIssues("p"),
    variables: { target: { ids: ["i1", "i2"] }, change: { status: "resolved" } },
  },
  bulk_delete_issues: {
    use: () => issueEdits.useDeleteIssues("p"),
    variables: [issue, other],
    names: "SHOP-1, SHOP-2",
  },
  comments_change_comment: {
    use: () => comments.useEditComment("p", "i"),
    variables: { id: "c", content: "Hi" },
  },
  comments_remove_comment: {
    use: () => comments.useDeleteComment("p", "i"),
    variables: { id: "c", content: "Happens on Safari only" },
    names: "Happens on Safari only",
  },
  comments_write_comment: { use: () => comments.useAddComment("p", "i"), variables: "Hi" },
  exports_erase_person: {
    use: () => useStartPersonJob("acme", "p"),
    variables: { what: "erase", person },
    names: "42",
  },
  exports_export_person: { use: () => useStartPersonJob("acme", "p"), variables: { what: "export", person } },
  grouping_preview_preview_grouping: {
    use: () => projects.useGroupingPreview("acme", "shop"),
    variables: { fingerprint_rules: [], in_app_rules: [] },
    form: "project-grouping-page",
  },
  invitations_withdraw: {
    use: () => organizations.useRevokeInvitation("acme"),
    variables: { id: "v", email: "new@example.com" },
    names: "new@example.com",
  },
  issues_change_issue: {
    use: () => useChangeIssues("p"),
    variables: { target: { ids: ["i1"] }, change: { status: "resolved" } },
  },
  issues_remove_issue: {
    use: () => issueEdits.useDeleteIssues("p"),
    variables: [issue],
    names: "TypeError: x",
  },
  keys_change_key: { use: () => projects.useUpdateKey("acme", "shop"), variables: { id: "k", name: "Web" } },
  keys_create_key: { use: () => projects.useCreateKey("acme", "shop"), variables: { name: "Web" } },
  keys_regenerate_key: { use: () => projects.useRegenerateKey("acme", "shop"), names: "DSN" },
  keys_remove_key: {
    use: () => projects.useDeleteKey("acme", "shop"),
    variables: { id: "k", name: "Web" },
    names: "Web",
  },
  members_change_member: {
    use: () => organizations.useChangeRole("acme"),
    variables: { member, role: "admin" },
    names: "Grace Hopper",
  },
  members_invite_member: {
    use: () => organizations.useInviteMember("acme"),
    variables: { email: "new@example.com", role: "member" },
    form: "members-page",
  },
  members_remove_or_leave: {
    use: () => organizations.useRemoveMember("acme"),
    variables: { member, isMe: false },
    names: "Grace Hopper",
  },
  merging_merge: {
    use: () => issueEdits.useMergeIssues("p"),
    variables: [issue, other],
    names: "SHOP-1, SHOP-2",
  },
  merging_unmerge: { use: () => issueEdits.useUnmergeIssue("p", "i"), variables: ["abc"], names: "abc" },
  notification_preferences_change_preferences: { use: accounts.useUpdateNotifications, variables: {} },
  organizations_change_organization: {
    use: () => organizations.useUpdateOrganization("acme"),
    variables: { name: "Acme" },
    form: "organization-general-page",
  },
  organizations_create_organization: {
    use: organizations.useCreateOrganization,
    variables: { name: "Acme" },
    form: "organizations-page",
  },
  project_members_remove_project_member: {
    use: () => useSetProjectRole("acme", "shop"),
    variables: { userId: "u2", name: "Grace Hopper", role: null },
    names: "Grace Hopper",
  },
  project_members_set_project_member: {
    use: () => useSetProjectRole("acme", "shop"),
    variables: { userId: "u2", name: "Grace Hopper", role: "admin" },
    names: "Grace Hopper",
  },
  projects_change_project: {
    use: () => projects.useUpdateProject("acme", "shop"),
    variables: { default_access: "none" },
  },
  projects_create_project: {
    use: () => projects.useCreateProject("acme"),
    variables: { name: "Shop", platform: "javascript" },
    form: "new-project-page",
  },
  sessions_remove_session: {
    use: accounts.useEndSession,
    variables: { id: "s", browser: "Firefox on Linux" },
    names: "Firefox on Linux",
  },
  settings_change_settings: {
    use: () => projects.useUpdateProjectSettings("acme", "shop"),
    variables: { store_ip: true },
    form: "project-filters-page",
  },
  source_maps_check_position: { use: () => useCheckPosition("p"), variables: {}, form: "check-card" },
  source_maps_delete_project_bundle: {
    use: () => useDeleteBundle("p"),
    variables: { id: "b", files: 3, releases: [{ version: "web@1.2.3", dist: null }] },
    names: "web@1.2.3",
  },
  tokens_create: { use: accounts.useCreateToken, variables: { name: "CI", scopes: [] }, form: "tokens-page" },
  tokens_revoke: { use: accounts.useRevokeToken, variables: { id: "t", name: "CI" }, names: "CI" },
};

/** What has to be typed (a name or the password) to delete a thing as large as these: the form asks and shows the failure. */
const typedConfirmations: Record<string, string> = {
  account_delete_me: "security-page",
  organizations_remove_organization: "organization-general-page",
  projects_remove_project: "project-general-page",
};

/** Forms of pages without the frame around them, each with its own error beside the fields. */
const forms: Record<string, string> = {
  account_change_email: "email-card",
  auth_login: "login-page",
  auth_register: "register-page",
  exports_export_project: "export-card",
  invitations_accept: "invitation-page",
  password_change_password: "security-page",
  password_forgot_password: "forgot-password-page",
  password_reset_password: "reset-password-page",
  password_send_verification: "email-card",
  password_verify_email: "verify-email-page",
  source_maps_apply_source_maps: "source-maps-page",
  two_factor_begin_two_factor: "two-factor-card",
  two_factor_confirm_two_factor: "two-factor-card",
  two_factor_make_recovery_codes: "two-factor-card",
  two_factor_turn_off_two_factor: "two-factor-card",
};

/** What the dashboard leaves to SDKs, scripts and its own session. */
const elsewhere: Record<string, string> = {
  auth_refresh: "the session renews itself; a failure ends it",
  releases_announce_release: "a deploy script announces it",
  releases_change_release: "a deploy script changes it",
  releases_forget_release: "a script forgets it",
  releases_replace_commits: "a deploy script sends them",
  releases_announce_deploy: "a deploy script announces it",
};
const leftToClients = /^(sentry|ingest|mcp)_/;

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, { operationId?: string }>)
    .filter(([method]) => ["post", "put", "patch", "delete"].includes(method))
    .map(([method, { operationId = "" }]) => ({ method, path, id: operationId })),
);

beforeEach(() => {
  useToasts.setState({ toasts: [] });
  useConfirmation.getState().reply(false);
});

describe("every operation that changes something", () => {
  it.each(operations.filter(({ id }) => !leftToClients.test(id)))("has its place: $id", ({ id }) => {
    const places = [changes, typedConfirmations, forms, elsewhere].filter((place) => id in place);

    expect(places).toHaveLength(1);
  });

  it("is in no table without being in the document", () => {
    const known = new Set(operations.map(({ id }) => id));
    const named = [changes, typedConfirmations, forms, elsewhere].flatMap(Object.keys);

    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });
});

describe.each(Object.entries(changes))("%s", (id, { use, variables, names, form }) => {
  it(names ? "asks before anything is sent, and names what goes" : "is sent at once", async () => {
    const sent = countRequests(id, 200);
    const { mutate, result } = renderMutation(use);

    act(() => mutate(variables));

    if (names) {
      await waitFor(() => expect(useConfirmation.getState().question).not.toBeNull());
      const { title, consequence } = useConfirmation.getState().question ?? { title: "", consequence: "" };
      expect(`${title} ${consequence}`).toContain(names);
      expect(sent()).toBe(0);
      act(() => useConfirmation.getState().reply(false));
      await waitFor(() => expect(result().isPending).toBe(false));
      expect(sent()).toBe(0);
      expect(useToasts.getState().toasts).toEqual([]);
    } else {
      await waitFor(() => expect(sent()).toBe(1));
      expect(useConfirmation.getState().question).toBeNull();
    }
  });

  it(form ? `shows its failure in ${form}` : "tells of its failure", async () => {
    countRequests(id, 500);
    const { mutate, result } = renderMutation(use);

    act(() => mutate(variables));
    if (names) {
      await waitFor(() => expect(useConfirmation.getState().question).not.toBeNull());
      act(() => useConfirmation.getState().reply(true));
    }

    await waitFor(() => expect(result().isError).toBe(true));
    const told = useToasts.getState().toasts.map(({ message, tone }) => ({ message, tone }));
    expect(told).toEqual(form ? [] : [{ message: "It broke.", tone: "danger" }]);
  });
});

const sources = import.meta.glob<string>("../../src/features/**/*.tsx", {
  query: "?raw",
  eager: true,
  import: "default",
});
const formNames = [
  ...new Set([
    ...Object.values(changes).flatMap(({ form }) => form ?? []),
    ...Object.values(typedConfirmations),
    ...Object.values(forms),
  ]),
];

it.each(formNames)("%s shows what went wrong", (name) => {
  const [source = ""] = Object.entries(sources).flatMap(([path, text]) =>
    path.endsWith(`/${name}.tsx`) ? [text] : [],
  );

  expect(source).toMatch(/<FormError|error=\{|\.error\b|[({]error[,} ]/);
});

describe("what can be undone", () => {
  const rows = [
    { id: "i1", short_id: "SHOP-1", status: "unresolved", assignee: null },
    { id: "i2", short_id: "SHOP-2", status: "ignored", assignee: { id: "u2", name: "Grace", email: "" } },
  ] as never;

  it("offers Undo only once a status is set, and puts each issue back where it was", async () => {
    const bodies = recordIssueChanges();
    const { result } = renderHook(() => useSetStatus("p"), { wrapper: wrap() });

    act(() => result.current(rows, { status: "resolved" }));
    expect(useToasts.getState().toasts).toEqual([]);
    await waitFor(() => expect(useToasts.getState().toasts[0]?.message).toBe("Resolved 2 issues"));
    act(() => useToasts.getState().toasts[0]?.onAction?.());

    await waitFor(() => expect(bodies).toHaveLength(3));
    expect(bodies.slice(1)).toEqual([
      { path: "/api/projects/p/issues/i1", body: { status: "unresolved" } },
      { path: "/api/projects/p/issues/i2", body: { status: "ignored" } },
    ]);
  });

  it("gives assigned issues back to whom they belonged", async () => {
    const bodies = recordIssueChanges();
    const { result } = renderHook(() => useAssignIssues("p"), { wrapper: wrap() });

    act(() => result.current(rows, { id: "u9", name: "Linus", email: "" }));
    await waitFor(() => expect(useToasts.getState().toasts[0]?.message).toBe("Assigned 2 issues to Linus"));
    act(() => useToasts.getState().toasts[0]?.onAction?.());

    await waitFor(() => expect(bodies).toHaveLength(3));
    expect(bodies.slice(1).map(({ body }) => body)).toEqual([{ assignee_id: null }, { assignee_id: "u2" }]);
  });

  it("claims no success when the server refuses", async () => {
    server.use(http.put("*/api/projects/p/issues", () => fail()));
    const { result } = renderHook(() => useSetStatus("p"), { wrapper: wrap() });

    act(() => result.current(rows, { status: "resolved" }));

    await waitFor(() =>
      expect(useToasts.getState().toasts.map(({ message }) => message)).toEqual(["It broke."]),
    );
  });
});

function fail() {
  return HttpResponse.json({ error: { code: "broken", message: "It broke." } }, { status: 500 });
}

function recordIssueChanges() {
  const bodies: { path: string; body: unknown }[] = [];
  const record = async ({ request }: { request: Request }) => {
    bodies.push({ path: new URL(request.url).pathname, body: await request.json() });
    return HttpResponse.json({ updated: 1 });
  };
  server.use(http.put("*/api/projects/p/issues", record), http.put("*/api/projects/p/issues/:id", record));
  return bodies;
}

/** Answers exactly the operation *id* with *status*; any other request that changes something fails the test. */
function countRequests(id: string, status: number): () => number {
  const operation = operations.find((known) => known.id === id);
  if (!operation) throw new Error(`The document has no ${id}.`);
  let count = 0;
  const path = `*/api${operation.path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
  const method = operation.method as "post" | "put" | "patch" | "delete";
  server.use(
    http[method](path, () => {
      count += 1;
      return status === 500 ? fail() : HttpResponse.json({ id: "x", slug: "x", data: [] });
    }),
  );
  return () => count;
}

function wrap() {
  const queries = buildQueryClient({ isPatient: false });
  reportFailures(queries);
  return ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
}

function renderMutation(use: () => AnyMutation) {
  const { result } = renderHook(use, { wrapper: wrap() });
  return { mutate: (variables: unknown) => result.current.mutate(variables), result: () => result.current };
}
