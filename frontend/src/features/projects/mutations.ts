/** Changes to projects, their keys, settings and alert rules. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  alertsQuery,
  projectPath,
  projectQuery,
  projectSettingsQuery,
  projectsQuery,
} from "@/features/projects/queries";
import { request, segment } from "@/lib/api";
import { afterConfirming, type Question } from "@/stores/confirmation";
import type {
  AlertRule,
  AlertRuleBody,
  Job,
  Json,
  Project,
  ProjectKey,
  ProjectSettings,
  RegroupingPreview,
} from "@/types/api";

export type NewProject = { name: string; platform: string; slug?: string };

export function useCreateProject(orgSlug: string) {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure: "form" },
    mutationFn: (body: NewProject) =>
      request<Project>(`/organizations/${segment(orgSlug)}/projects`, { method: "POST", body }),
    onSuccess: (project) => {
      queries.setQueryData(projectQuery(orgSlug, project.slug).queryKey, project);
      return queries.invalidateQueries({ queryKey: projectsQuery(orgSlug).queryKey, exact: true });
    },
  });
}

/** *failure* says where the page shows one. */
export function useUpdateProject(orgSlug: string, projectSlug: string, failure?: "form") {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure },
    mutationFn: (
      body: Partial<
        Pick<Project, "name" | "slug" | "description" | "platform" | "is_active" | "default_access">
      >,
    ) => request<Project>(projectPath(orgSlug, projectSlug), { method: "PUT", body }),
    onSuccess: (project) => {
      queries.setQueryData(projectQuery(orgSlug, project.slug).queryKey, project);
      return queries.invalidateQueries({ queryKey: projectsQuery(orgSlug).queryKey, exact: true });
    },
  });
}

export function useDeleteProject(orgSlug: string, projectSlug: string) {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure: "form" },
    mutationFn: () => request<void>(projectPath(orgSlug, projectSlug), { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: projectsQuery(orgSlug).queryKey, exact: true }),
  });
}

type KeyChange = Partial<Pick<ProjectKey, "name" | "is_active" | "rate_limit" | "allowed_origins">>;

export function useCreateKey(orgSlug: string, projectSlug: string) {
  return useKeyMutation(orgSlug, projectSlug, (body: { name: string }, path) =>
    request<ProjectKey>(path, { method: "POST", body }),
  );
}

/** *failure* says where the page shows one. */
export function useUpdateKey(orgSlug: string, projectSlug: string, failure?: "form") {
  return useKeyMutation(
    orgSlug,
    projectSlug,
    ({ id, ...body }: KeyChange & { id: string }, path) =>
      request<ProjectKey>(`${path}/${segment(id)}`, { method: "PUT", body }),
    { failure },
  );
}

export function useDeleteKey(orgSlug: string, projectSlug: string) {
  return useKeyMutation(
    orgSlug,
    projectSlug,
    ({ id }: Pick<ProjectKey, "id" | "name">, path) =>
      request<void>(`${path}/${segment(id)}`, { method: "DELETE" }),
    {
      question: ({ name }) => ({
        title: `Delete the key “${name}”?`,
        consequence: "SDKs that use its DSN are refused within a minute, and the key can’t be brought back.",
        confirmLabel: "Delete key",
      }),
    },
  );
}

/** Replaces the project's main key: the old one stops within a minute. */
export function useRegenerateKey(orgSlug: string, projectSlug: string) {
  return useKeyMutation(
    orgSlug,
    projectSlug,
    (_: undefined, path) => request<ProjectKey>(`${path}/regenerate`, { method: "POST", body: {} }),
    {
      question: () => ({
        title: "Replace the DSN?",
        consequence:
          "SDKs that use the old one are refused within a minute. Have the new one deployed soon after.",
        confirmLabel: "Replace",
      }),
    },
  );
}

export function useUpdateProjectSettings(orgSlug: string, projectSlug: string) {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure: "form" },
    mutationFn: (body: Partial<ProjectSettings>) =>
      request<ProjectSettings>(`${projectPath(orgSlug, projectSlug)}/settings`, { method: "PUT", body }),
    onSuccess: (settings) =>
      queries.setQueryData(projectSettingsQuery(orgSlug, projectSlug).queryKey, settings),
  });
}

export function useGroupingPreview(orgSlug: string, projectSlug: string) {
  return useMutation({
    meta: { failure: "form" },
    mutationFn: (body: { fingerprint_rules: Json[]; in_app_rules: Json[] }) =>
      request<RegroupingPreview>(`${projectPath(orgSlug, projectSlug)}/settings/grouping-preview`, {
        method: "POST",
        body,
      }),
  });
}

/** *failure* says where the page shows one. */
export function useSaveAlert(projectId: string, failure?: "form") {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure },
    mutationFn: ({ id, ...body }: AlertRuleBody & { id?: string }) =>
      id
        ? request<AlertRule>(`/projects/${segment(projectId)}/alerts/${segment(id)}`, { method: "PUT", body })
        : request<AlertRule>(`/projects/${segment(projectId)}/alerts`, { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: alertsQuery(projectId).queryKey }),
  });
}

function askToDeleteAlert({ name }: Pick<AlertRule, "id" | "name">): Question {
  return {
    title: `Delete the rule “${name}”?`,
    consequence:
      "Nobody is told by it any more, and its conditions and receivers are lost. To pause it, switch it off.",
    confirmLabel: "Delete rule",
  };
}

export function useDeleteAlert(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToDeleteAlert, ({ id }: Pick<AlertRule, "id" | "name">) =>
      request<void>(`/projects/${segment(projectId)}/alerts/${segment(id)}`, { method: "DELETE" }),
    ),
    onSuccess: () => queries.invalidateQueries({ queryKey: alertsQuery(projectId).queryKey }),
  });
}

export function useTestAlert(projectId: string) {
  return useMutation({
    mutationFn: (id: string) =>
      request<Json>(`/projects/${segment(projectId)}/alerts/${segment(id)}/test`, {
        method: "POST",
        body: {},
      }),
  });
}

function useKeyMutation<V, R>(
  orgSlug: string,
  projectSlug: string,
  send: (variables: V, path: string) => Promise<R>,
  { question, failure }: { question?: (variables: V) => Question; failure?: "form" } = {},
) {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure },
    mutationFn: afterConfirming(
      (variables: V) => question?.(variables) ?? null,
      (variables) => send(variables, `${projectPath(orgSlug, projectSlug)}/keys`),
    ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["projects", orgSlug, projectSlug] }),
  });
}

/** Starts a job that exports all issues and events. */
export function startExport(projectId: string): Promise<Job> {
  return request<Job>(`/projects/${segment(projectId)}/export`, { method: "POST", body: {} });
}
