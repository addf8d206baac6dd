/** Signing in and out, the signed-in user, their sessions and API tokens. */
import { queryOptions } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import { currentUser } from "@/lib/auth";
import type {
  ApiToken,
  AuthConfig,
  Health,
  NotificationPreferences,
  Page,
  PublicInvitation,
  TwoFactor,
  User,
  UserSession,
} from "@/types/api";

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

export function healthQuery() {
  return queryOptions({
    queryKey: ["health"],
    queryFn: ({ signal }) => request<Health>("/health", { signal }),
    staleTime: 60_000,
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

export function twoFactorQuery() {
  return queryOptions({
    queryKey: ["me", "two-factor"],
    queryFn: ({ signal }) => request<TwoFactor>("/auth/two-factor", { signal }),
  });
}

export function tokensQuery() {
  return queryOptions({
    queryKey: ["me", "tokens"],
    queryFn: ({ signal }) => request<Page<ApiToken>>("/auth/tokens", { signal }),
  });
}

export function notificationsQuery() {
  return queryOptions({
    queryKey: ["me", "notifications"],
    queryFn: ({ signal }) => request<NotificationPreferences>("/auth/me/notifications", { signal }),
  });
}
