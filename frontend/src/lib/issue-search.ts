/** The filters of an issues list as they stand in the URL. What is not said there has its default: unresolved, last seen first. */
import type { IssueSort, IssueStatus, Level } from "@/types/api";

export type StatusFilter = IssueStatus | "all";

export type IssueSearch = {
  query?: string;
  status?: StatusFilter;
  level?: Level;
  environment?: string;
  sort?: IssueSort;
};

const statuses: readonly StatusFilter[] = ["unresolved", "resolved", "ignored", "all"];
const levels: readonly Level[] = ["fatal", "error", "warning", "info", "debug"];
const sorts: readonly IssueSort[] = ["last_seen", "first_seen", "times_seen", "priority"];

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}

/** Read *search* as it came; unknown values and defaults are left out, so that equal views have equal URLs. */
export function parseIssueSearch(search: Record<string, unknown>): IssueSearch {
  const parsed: IssueSearch = {
    query: textOf(search.query),
    status: oneOf(statuses, search.status),
    level: oneOf(levels, search.level),
    environment: textOf(search.environment),
    sort: oneOf(sorts, search.sort),
  };
  if (parsed.status === "unresolved") parsed.status = undefined;
  if (parsed.sort === "last_seen") parsed.sort = undefined;
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
}

/** The parameters to ask the API for. */
export type IssueFilters = {
  query?: string;
  status?: IssueStatus;
  level?: Level;
  environment?: string;
  sort: IssueSort;
};

export function filtersOf(search: IssueSearch): IssueFilters {
  const status = search.status ?? "unresolved";
  return {
    query: search.query,
    status: status === "all" ? undefined : status,
    level: search.level,
    environment: search.environment,
    sort: search.sort ?? "last_seen",
  };
}

export function isFiltered(search: IssueSearch): boolean {
  return Boolean(search.query || search.level || search.environment || search.status);
}
