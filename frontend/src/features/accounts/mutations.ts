/** Changes to one’s own account: profile, password, sessions and API tokens. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { meQuery, notificationsQuery, sessionsQuery, tokensQuery } from "@/features/accounts/queries";
import { request, segment } from "@/lib/api";
import { endSession, updateSessionUser } from "@/lib/auth";
import { afterConfirming, type Question } from "@/stores/confirmation";
import type {
  ApiToken,
  NewApiToken,
  NotificationPreferences,
  RecoveryCodes,
  Scope,
  TwoFactorEnrolment,
  User,
} from "@/types/api";

export function sendVerification(): Promise<unknown> {
  return request("/auth/verify-email/send", { method: "POST", body: {} });
}

export function changePassword(body: { current_password: string; new_password: string }): Promise<void> {
  return request("/auth/change-password", { method: "POST", body });
}

/** What the second factor's forms send; each answer is shown where it was asked for. */
export const twoFactor = {
  begin: (password: string) =>
    request<TwoFactorEnrolment>("/auth/two-factor", { method: "POST", body: { password } }),
  confirm: (code: string) =>
    request<RecoveryCodes>("/auth/two-factor/confirm", { method: "POST", body: { code } }),
  renew: (code: string) =>
    request<RecoveryCodes>("/auth/two-factor/recovery-codes", { method: "POST", body: { code } }),
  turnOff: (password: string, code: string) =>
    request<void>("/auth/two-factor", { method: "DELETE", body: { password, code } }),
};

export type AddressChange = { email: string; current_password: string };

/** Has a link mailed to the new address; the account moves once it is opened. */
export function changeEmail(body: AddressChange): Promise<unknown> {
  return request("/auth/change-email", { method: "POST", body });
}

/** Deletes one's account; this page is signed out with it. */
export async function deleteAccount(password: string): Promise<void> {
  await request<void>("/auth/me", { method: "DELETE", body: { password } });
  endSession();
}

export function useLogout() {
  return useMutation({
    mutationFn: () => request<void>("/auth/logout", { method: "POST", body: {} }),
    onSettled: () => endSession(),
  });
}

export function useUpdateMe() {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure: "form" },
    mutationFn: (change: { name?: string }) => request<User>("/auth/me", { method: "PATCH", body: change }),
    onSuccess: (user) => {
      updateSessionUser(user);
      queries.setQueryData(meQuery().queryKey, user);
    },
  });
}

type EndedSession = { id: string; browser: string };

function askToEnd({ browser }: EndedSession): Question {
  return {
    title: "End this session?",
    consequence: `${browser} is signed out within minutes. Whoever uses it has to sign in again.`,
    confirmLabel: "End session",
  };
}

function askToRevoke({ name }: Pick<ApiToken, "name">): Question {
  return {
    title: `Revoke “${name}”?`,
    consequence:
      "Scripts, CI jobs and tools that use this token are refused from now on. It can’t be given back.",
    confirmLabel: "Revoke token",
  };
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToEnd, ({ id }: EndedSession) =>
      request<void>(`/auth/sessions/${segment(id)}`, { method: "DELETE" }),
    ),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
  });
}

export function useCreateToken() {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure: "form" },
    mutationFn: (body: { name: string; scopes: Scope[] }) =>
      request<NewApiToken>("/auth/tokens", { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToRevoke, ({ id }: Pick<ApiToken, "id" | "name">) =>
      request<void>(`/auth/tokens/${segment(id)}`, { method: "DELETE" }),
    ),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
}

export function useUpdateNotifications() {
  const queries = useQueryClient();
  const { queryKey } = notificationsQuery();
  return useMutation({
    mutationFn: (preferences: NotificationPreferences) =>
      request<NotificationPreferences>("/auth/me/notifications", { method: "PUT", body: preferences }),
    onMutate: (preferences) => {
      const before = queries.getQueryData<NotificationPreferences>(queryKey);
      queries.setQueryData(queryKey, preferences);
      return { before };
    },
    onError: (_error, _preferences, context) => queries.setQueryData(queryKey, context?.before),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}
