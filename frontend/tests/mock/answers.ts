/** Small helpers of the mock API's handlers. */
import { HttpResponse } from "msw";

export const page = <T>(data: T[], next: string | null = null) =>
  HttpResponse.json({ data, pagination: { next_cursor: next, has_more: next !== null } });

export const refuse = (status: number, code: string, message: string, fields?: Record<string, string>) =>
  HttpResponse.json({ error: { code, message, ...(fields && { fields }) } }, { status });

export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
