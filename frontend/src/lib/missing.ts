import { notFound } from "@tanstack/react-router";
import { ApiError } from "@/lib/api";

/** Turns the API's 404 into the router's "not found"; every other error goes on. */
export function rethrowMissing(error: unknown): never {
  if (error instanceof ApiError && error.status === 404) throw notFound();
  throw error;
}
