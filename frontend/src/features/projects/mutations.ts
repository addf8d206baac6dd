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
    mutationFn: (body: NewProject) =>
      request<Project>(`/organizations/${segment(orgSlug)}/projects`, { method: "POST", body }),
    onSuccess: (project) => {
      queries.setQueryData(projectQuery(orgSlug, project.slug).queryKey, project);
      return queries.invalidateQueries({ queryKey: projectsQuery(orgSlug).queryKey, exact: true });
    },
  });
}

export function useUpdateProject(orgSlug: string, projectSlug: string) {
  const queries = useQueryClient();
  return useMutation({
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

export function useUpdateKey(orgSlug: string, projectSlug: string) {
  return useKeyMutation(orgSlug, projectSlug, ({ id, ...body }: KeyChange & { id: string }, path) =>
    request<ProjectKey>(`${path}/${segment(id)}`, { method: "PUT", body }),
  );
}

export function useDeleteKey(orgSlug: string, projectSlug: string) {
  return useKeyMutation(orgSlug, projectSlug, (id: string, path) =>
    request<void>(`${path}/${segment(id)}`, { method: "DELETE" }),
  );
}

/** Replaces the project's main key: the old one stops within a minute. */
export function useRegenerateKey(orgSlug: string, projectSlug: string) {
  return useKeyMutation(orgSlug, projectSlug, (_: undefined, path) =>
    request<ProjectKey>(`${path}/regenerate`, { method: "POST", body: {} }),
  );
}

export function useUpdateProjectSettings(orgSlug: string, projectSlug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<ProjectSettings>) =>
      request<ProjectSettings>(`${projectPath(orgSlug, projectSlug)}/settings`, { method: "PUT", body }),
    onSuccess: (settings) =>
      queries.setQueryData(projectSettingsQuery(orgSlug, projectSlug).queryKey, settings),
  });
}

export function useGroupingPreview(orgSlug: string, projectSlug: string) {
  return useMutation({
    mutationFn: (body: { fingerprint_rules: Json[]; in_app_rules: Json[] }) =>
      request<RegroupingPreview>(`${projectPath(orgSlug, projectSlug)}/settings/grouping-preview`, {
        method: "POST",
        body,
      }),
  });
}

export function useSaveAlert(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: AlertRuleBody & { id?: string }) =>
      id
        ? request<AlertRule>(`/projects/${segment(projectId)}/alerts/${segment(id)}`, { method: "PUT", body })
        : request<AlertRule>(`/projects/${segment(projectId)}/alerts`, { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: alertsQuery(projectId).queryKey }),
  });
}

export function useDeleteAlert(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      request<void>(`/projects/${segment(projectId)}/alerts/${segment(id)}`, { method: "DELETE" }),
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
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (variables: V) => send(variables, `${projectPath(orgSlug, projectSlug)}/keys`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["projects", orgSlug, projectSlug] }),
  });
}

/** Starts a job that exports all issues and events. */
export function startExport(projectId: string): Promise<Job> {
  return request<Job>(`/projects/${segment(projectId)}/export`, { method: "POST", body: {} });
}
