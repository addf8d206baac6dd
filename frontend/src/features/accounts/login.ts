/** Signing in. By itself, for this page's bytes are counted. */
import { request } from "@/lib/api";
import { acceptSession } from "@/lib/auth";
import type { Session } from "@/types/api";

/** *code* is the second factor's, where one is asked for. */
export type Credentials = { email: string; password: string; code?: string };

export async function login({ code, ...known }: Credentials): Promise<void> {
  const body = code ? { ...known, code } : known;
  acceptSession(await request<Session>("/auth/login", { method: "POST", body }));
}
