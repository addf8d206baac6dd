/** What people do at the door beside signing in: signing up, new passwords, confirmed addresses, invitations. */
import { request, segment } from "@/lib/api";
import { acceptSession } from "@/lib/auth";
import type { Session } from "@/types/api";

export type Registration = {
  email: string;
  password: string;
  name: string;
  setup_token?: string;
  invitation?: string;
};

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

export function acceptInvitation(token: string): Promise<unknown> {
  return request(`/invitations/${segment(token)}/accept`, { method: "POST", body: {} });
}
