/** Projects with their keys, settings and alert rules. */
import { queryOptions } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import type { AlertRule, Page, Project, ProjectKey, ProjectSettings } from "@/types/api";

export function projectPath(orgSlug: string, projectSlug: string): string {
  return `/organizations/${segment(orgSlug)}/projects/${segment(projectSlug)}`;
}

export function projectsQuery(orgSlug: string) {
  return queryOptions({
    queryKey: ["projects", orgSlug],
    queryFn: ({ signal }) =>
      request<Page<Project>>(`/organizations/${segment(orgSlug)}/projects`, {
        query: { limit: 100, stats: true },
        signal,
      }),
    staleTime: 30_000,
  });
}

export function projectQuery(orgSlug: string, projectSlug: string) {
  return queryOptions({
    queryKey: ["projects", orgSlug, projectSlug],
    queryFn: ({ signal }) => request<Project>(projectPath(orgSlug, projectSlug), { signal }),
    staleTime: 60_000,
  });
}

export function keysQuery(orgSlug: string, projectSlug: string) {
  return queryOptions({
    queryKey: ["projects", orgSlug, projectSlug, "keys"],
    queryFn: ({ signal }) =>
      request<Page<ProjectKey>>(`${projectPath(orgSlug, projectSlug)}/keys`, { signal }),
  });
}

export function projectSettingsQuery(orgSlug: string, projectSlug: string) {
  return queryOptions({
    queryKey: ["projects", orgSlug, projectSlug, "settings"],
    queryFn: ({ signal }) =>
      request<ProjectSettings>(`${projectPath(orgSlug, projectSlug)}/settings`, { signal }),
  });
}

export function alertsQuery(projectId: string) {
  return queryOptions({
    queryKey: ["alerts", projectId],
    queryFn: ({ signal }) => request<Page<AlertRule>>(`/projects/${segment(projectId)}/alerts`, { signal }),
  });
}
