/** One way to call the API: adds the access token, renews it once when refused, and turns each failure into an ApiError. */
import { getAccessToken, refreshSession } from "@/lib/auth";
import type { Json } from "@/types/api";

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    code: string,
    message: string,
    fields: Record<string, string> = {},
    retryAfter?: string | null,
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAfterSeconds = retryAfter ? Number(retryAfter) || null : null;
  }
}

type QueryValue = string | number | boolean | null | undefined;
type RequestOptions = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Record<string, QueryValue>;
  body?: unknown;
  signal?: AbortSignal;
};

/** Call *path* (without `/api`) and answer its JSON, or undefined when there is none. Throws ApiError. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const token = await getAccessToken();
  let response = await send(path, options, token);
  if (response.status === 401 && token) {
    const renewed = await refreshSession(token);
    if (renewed) response = await send(path, options, renewed.token);
  }
  if (!response.ok) throw await readError(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function send(path: string, options: RequestOptions, token: string | null): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  try {
    return await fetch(buildUrl(path, options.query), {
      method: options.method ?? "GET",
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "network", "The server can't be reached. Check the connection and try again.");
  }
}

export function buildUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

async function readError(response: Response): Promise<ApiError> {
  const retryAfter = response.headers.get("retry-after");
  try {
    const { error } = (await response.json()) as {
      error?: { code?: string; message?: string; fields?: Record<string, Json> };
    };
    if (error?.message) {
      const fields = Object.entries(error.fields ?? {}).map(([name, reason]) => [name, String(reason)]);
      return new ApiError(
        response.status,
        error.code ?? "error",
        error.message,
        Object.fromEntries(fields),
        retryAfter,
      );
    }
  } catch {
    // Not our JSON: a gateway's own page. The status says enough.
  }
  return new ApiError(response.status, "error", describeStatus(response.status), {}, retryAfter);
}

function describeStatus(status: number): string {
  if (status === 404) return "This does not exist, or you may not see it.";
  if (status === 403) return "You are not allowed to do this.";
  if (status === 429) return "Too many requests. Wait a moment and try again.";
  return `The server answered with an error (${status}).`;
}

/** A path segment that is safe whatever *value* holds. */
export function segment(value: string): string {
  return encodeURIComponent(value);
}
