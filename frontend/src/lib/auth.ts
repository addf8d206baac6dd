/**
 * The session of this page. The access token lives in memory only; the refresh token is an httpOnly cookie that scripts never see.
 * Refreshing is single-flight: one promise within a tab, one Web Lock across tabs, and a tab that waited takes the fresh session of the one that went.
 */
import type { Session, User } from "@/types/api";

type HeldSession = { token: string; expiresAt: number; user: User };
type SessionListener = (user: User | null) => void;

const hintKey = "minisentry.signed-in";
const lockName = "minisentry-refresh";
const renewBeforeExpiryMs = 30_000;

let held: HeldSession | null = null;
let refreshing: Promise<HeldSession | null> | null = null;
let channel: BroadcastChannel | null = null;
const listeners = new Set<SessionListener>();

export function onSessionChange(listener: SessionListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentUser(): User | null {
  return held?.user ?? null;
}

/** Keep *session* as the one of this page, and tell other tabs unless it came from one. */
export function acceptSession(session: Session, { announce = true } = {}): HeldSession {
  held = { token: session.token, expiresAt: Date.now() + session.expires_in * 1000, user: session.user };
  rememberHint(true);
  if (announce) tabs()?.postMessage({ kind: "session", session: held });
  for (const listener of listeners) listener(held.user);
  return held;
}

export function updateSessionUser(user: User): void {
  if (held) held = { ...held, user };
}

export function endSession({ announce = true } = {}): void {
  held = null;
  rememberHint(false);
  if (announce) tabs()?.postMessage({ kind: "ended" });
  for (const listener of listeners) listener(null);
}

/** A token good for at least half a minute, or null when nobody is signed in. */
export async function getAccessToken(): Promise<string | null> {
  if (held && isFresh(held)) return held.token;
  if (!held && !hasHint()) return null;
  return (await refreshSession())?.token ?? null;
}

/** Whoever is signed in, after one refresh if this page has no session yet. */
export async function restoreSession(): Promise<User | null> {
  if (held) return held.user;
  if (!hasHint()) return null;
  return (await refreshSession())?.user ?? null;
}

/** Fetch a new access token. Null means that the session is over; a network failure is thrown and ends nothing. */
export function refreshSession(staleToken?: string): Promise<HeldSession | null> {
  if (staleToken && held && held.token !== staleToken) return Promise.resolve(held);
  refreshing ??= refreshAcrossTabs(held?.token).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refreshAcrossTabs(tokenBefore: string | undefined): Promise<HeldSession | null> {
  tabs();
  const refreshOnce = async () => {
    const anotherTabRefreshed = held && held.token !== tokenBefore && isFresh(held);
    return anotherTabRefreshed ? held : requestRefresh();
  };
  return navigator.locks ? navigator.locks.request(lockName, refreshOnce) : refreshOnce();
}

async function requestRefresh(): Promise<HeldSession | null> {
  const response = await fetch("/api/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
    credentials: "same-origin",
  });
  if (response.ok) return acceptSession((await response.json()) as Session);
  if (response.status === 401 || response.status === 403) {
    endSession({ announce: false });
    return null;
  }
  throw new Error(`The session could not be renewed (${response.status}).`);
}

function isFresh(session: HeldSession): boolean {
  return session.expiresAt - Date.now() > renewBeforeExpiryMs;
}

function tabs(): BroadcastChannel | null {
  if (channel || typeof BroadcastChannel === "undefined") return channel;
  channel = new BroadcastChannel("minisentry-session");
  channel.onmessage = ({ data }: MessageEvent<{ kind: string; session?: HeldSession }>) => {
    if (data.kind === "ended" && held) endSession({ announce: false });
    if (data.kind === "session" && data.session) {
      held = data.session;
      for (const listener of listeners) listener(held.user);
    }
  };
  return channel;
}

/** The hint spares visitors who never signed in a request that can only fail. It is no secret and grants nothing. */
function hasHint(): boolean {
  try {
    return localStorage.getItem(hintKey) === "1";
  } catch {
    return true;
  }
}

function rememberHint(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(hintKey, "1");
    else localStorage.removeItem(hintKey);
  } catch {
    // Without storage each visit simply asks the server.
  }
}
