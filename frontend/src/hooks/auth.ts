/** Signing in and out, the signed-in user, their sessions and API tokens. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import { acceptSession, currentUser, endSession, updateSessionUser } from "@/lib/auth";
import type { ApiToken, AuthConfig, Page, PublicInvitation, Session, User, UserSession } from "@/types/api";

export function meQuery() {
  return queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => request<User>("/auth/me", { signal }),
    initialData: () => currentUser() ?? undefined,
    staleTime: 5 * 60_000,
  });
}

export function authConfigQuery() {
  return queryOptions({
    queryKey: ["auth", "config"],
    queryFn: ({ signal }) => request<AuthConfig>("/auth/config", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => request<PublicInvitation>(`/invitations/${segment(token)}`, { signal }),
    retry: false,
  });
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: ["me", "sessions"],
    queryFn: ({ signal }) => request<Page<UserSession>>("/auth/sessions", { signal }),
  });
}

export function tokensQuery() {
  return queryOptions({
    queryKey: ["me", "tokens"],
    queryFn: ({ signal }) => request<Page<ApiToken>>("/auth/tokens", { signal }),
  });
}

export type Credentials = { email: string; password: string };
export type Registration = Credentials & { name: string; setup_token?: string; invitation?: string };

export async function login(credentials: Credentials): Promise<void> {
  acceptSession(await request<Session>("/auth/login", { method: "POST", body: credentials }));
}

export async function register(registration: Registration): Promise<void> {
  acceptSession(await request<Session>("/auth/register", { method: "POST", body: registration }));
}

export function requestPasswordReset(email: string): Promise<void> {
  return request("/auth/forgot-password", { method: "POST", body: { email } });
}

export function resetPassword(token: string, password: string): Promise<void> {
  return request("/auth/reset-password", { method: "POST", body: { token, password } });
}

export function verifyEmail(token: string): Promise<void> {
  return request("/auth/verify-email", { method: "POST", body: { token } });
}

export function sendVerification(): Promise<unknown> {
  return request("/auth/verify-email/send", { method: "POST", body: {} });
}

export function acceptInvitation(token: string): Promise<{ organization?: { slug?: string } }> {
  return request(`/invitations/${segment(token)}/accept`, { method: "POST", body: {} });
}

export function changePassword(body: { current_password: string; new_password: string }): Promise<void> {
  return request("/auth/change-password", { method: "POST", body });
}

export function useLogout() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>("/auth/logout", { method: "POST", body: {} }),
    onSettled: () => {
      endSession();
      queries.clear();
    },
  });
}

export function useUpdateMe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: { name?: string }) => request<User>("/auth/me", { method: "PATCH", body: change }),
    onSuccess: (user) => {
      updateSessionUser(user);
      queries.setQueryData(meQuery().queryKey, user);
    },
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>(`/auth/sessions/${segment(id)}`, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
  });
}

export function useCreateToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; scopes: string[] }) =>
      request<ApiToken>("/auth/tokens", { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>(`/auth/tokens/${segment(id)}`, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
}
