/** Shapes the API answers with, in its own words. Event content is hostile: everything inside an event is optional and untrusted. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type Page<T> = {
  data: T[];
  pagination: { next_cursor: string | null; has_more: boolean };
};

export type User = {
  id: string;
  email: string;
  name: string;
  avatar_url?: string | null;
  email_verified?: boolean;
  created_at?: string;
};

export type Session = { token: string; expires_in: number; user: User };

export type AuthConfig = { registration: "closed" | "invite" | "open"; needs_setup_token: boolean };

export type UserSession = {
  id: string;
  user_agent?: string | null;
  address?: string | null;
  created_at: string;
  last_used_at?: string | null;
  is_current?: boolean;
};

export type Role = "owner" | "admin" | "member";

export type Organization = {
  id: string;
  name: string;
  slug: string;
  description?: string | null;
  role?: Role | null;
  created_at: string;
  updated_at?: string;
};

export type Member = { user: User; role: Role; joined_at: string };

export type Invitation = {
  id: string;
  email: string;
  role: Role;
  url?: string | null;
  expires_at: string;
};

export type PublicInvitation = { email: string; role: Role; organization: { name: string; slug?: string } };

export type AuditEntry = {
  id: string;
  action: string;
  actor?: { id?: string; name?: string; email?: string } | null;
  target?: string | null;
  details?: { [key: string]: Json } | null;
  address?: string | null;
  created_at: string;
};

export type Project = {
  id: string;
  organization: { id: string; name: string; slug: string };
  name: string;
  slug: string;
  description?: string | null;
  platform: string;
  dsn: string;
  public_key: string;
  is_active: boolean;
  first_event_at?: string | null;
  created_at: string;
  updated_at?: string;
  issues_unresolved?: number | null;
  events_24h?: number | null;
};

export type ProjectKey = {
  id: string;
  name: string;
  public_key: string;
  dsn: string;
  is_active: boolean;
  rate_limit?: { count: number; window_seconds: number } | null;
  allowed_origins?: string[];
  created_at: string;
};

export type ProjectSettings = {
  retention_days: number;
  store_ip: boolean;
  scrub: { [key: string]: Json };
  filters: { [key: string]: Json };
  grouping: { version: string; fingerprint_rules: Json[]; in_app_rules: Json[] };
  monthly_budget?: number | null;
};

export type Level = "debug" | "info" | "warning" | "error" | "fatal";
export type IssueStatus = "unresolved" | "resolved" | "ignored";
export type IssueSort = "last_seen" | "first_seen" | "times_seen" | "priority";

export type Person = { id: string; name: string; email: string };

export type Issue = {
  id: string;
  short_id: string;
  title: string;
  culprit: string;
  type: string;
  level: Level;
  status: IssueStatus;
  first_seen: string;
  last_seen: string;
  times_seen: number;
  users: number | string;
  assignee: Person | null;
  priority: number;
  sparkline: number[];
};

export type IssueDetail = Issue & {
  fingerprint: string | string[];
  platform?: string | null;
  created_at: string;
  updated_at: string;
  first_release?: string | null;
  last_release?: string | null;
  environments?: string[];
  handled?: boolean | null;
  status_details?: StatusDetails | null;
  permalink?: string | null;
  is_bookmarked?: boolean;
  is_subscribed?: boolean;
  message?: string | null;
  metadata?: { [key: string]: Json } | null;
  merged_count?: number;
};

export type StatusDetails = {
  in_next_release?: boolean | null;
  in_release?: string | null;
  ignore_until?: string | null;
  ignore_count?: number | null;
};

export type IssueChange = {
  status?: IssueStatus;
  status_details?: StatusDetails;
  assignee_id?: string | null;
};

export type TagValue = { value: string; count: number; share: number; project_share?: number | null };
export type TagFacet = { key: string; values: TagValue[]; total: number; other?: number };

export type Bucket = { at: string; count: number };

export type Comment = {
  id: string;
  user: Person | null;
  content: string;
  created_at: string;
  updated_at: string;
};

export type Activity = {
  id: string;
  type: string;
  user: Person | null;
  data?: { [key: string]: Json } | null;
  created_at: string;
};

export type EventRow = {
  id: string;
  event_id: string;
  issue_id: string;
  project_id: string;
  timestamp: string;
  received_at: string;
  level: Level;
  title: string;
  message?: string | null;
  environment?: string | null;
  release?: string | null;
  transaction?: string | null;
  tags?: [string, string][];
  user?: string | { [key: string]: Json } | null;
};

export type Frame = {
  filename?: string | null;
  abs_path?: string | null;
  module?: string | null;
  package?: string | null;
  function?: string | null;
  raw_function?: string | null;
  lineno?: number | null;
  colno?: number | null;
  pre_context?: (string | null)[] | null;
  context_line?: string | null;
  post_context?: (string | null)[] | null;
  in_app?: boolean | null;
  vars?: { [key: string]: Json } | Json[] | null;
  instruction_addr?: string | null;
  original?: Frame | null;
};

export type Stacktrace = { frames?: (Frame | null)[] | null };

export type Mechanism = {
  type?: string | null;
  handled?: boolean | null;
  description?: string | null;
  help_link?: string | null;
  data?: { [key: string]: Json } | null;
};

export type ExceptionValue = {
  type?: string | null;
  value?: string | null;
  module?: string | null;
  mechanism?: Mechanism | null;
  stacktrace?: Stacktrace | null;
  raw_stacktrace?: Stacktrace | null;
};

export type Breadcrumb = {
  timestamp?: string | number | null;
  type?: string | null;
  category?: string | null;
  level?: string | null;
  message?: string | null;
  data?: { [key: string]: Json } | null;
};

export type Thread = {
  id?: string | number | null;
  name?: string | null;
  crashed?: boolean | null;
  current?: boolean | null;
  stacktrace?: Stacktrace | null;
};

export type EventRequest = {
  url?: string | null;
  method?: string | null;
  query_string?: Json;
  headers?: Json;
  cookies?: Json;
  data?: Json;
  env?: Json;
  fragment?: string | null;
};

export type Attachment = { id: string; name: string; size: number; content_type?: string | null };

export type EventDetail = {
  id: string;
  event_id: string;
  issue_id: string;
  project_id: string;
  timestamp: string;
  received_at: string;
  level: Level;
  title: string;
  culprit?: string | null;
  platform?: string | null;
  message?: string | null;
  exception?: { values?: (ExceptionValue | null)[] | null } | null;
  stack_trace?: Frame[] | null;
  threads?: { values?: (Thread | null)[] | null } | Thread[] | null;
  request?: EventRequest | null;
  user?: { [key: string]: Json } | null;
  tags?: [string, string][] | { [key: string]: string } | null;
  contexts?: { [key: string]: Json } | null;
  breadcrumbs?: { values?: (Breadcrumb | null)[] | null } | Breadcrumb[] | null;
  extra?: { [key: string]: Json } | null;
  modules?: { [key: string]: string } | null;
  release?: string | null;
  environment?: string | null;
  server_name?: string | null;
  transaction?: string | null;
  sdk?: { name?: string | null; version?: string | null } | null;
  fingerprint?: string[] | null;
  grouping?: Json;
  meta?: Json;
  attachments?: Attachment[] | null;
  raw?: Json;
  previous_event_id?: string | null;
  next_event_id?: string | null;
};

export type Grouping = {
  hash: string;
  version: string;
  method: string;
  components?: Json;
};

export type Release = {
  id?: string;
  version: string;
  ref?: string | null;
  url?: string | null;
  date_created: string;
  date_released?: string | null;
  new_issues?: number | null;
  issues?: number | null;
  events?: number | null;
  last_event_at?: string | null;
};

export type StatsBucket = {
  at: string;
  accepted: number;
  filtered: number;
  limited: number;
  invalid: number;
  dropped: number;
  by_level?: { [level: string]: number };
};

export type ProjectStats = {
  buckets: StatsBucket[];
  totals: {
    received?: number;
    accepted: number;
    filtered: number;
    limited: number;
    invalid: number;
    dropped: number;
    by_level?: { [level: string]: number };
    reasons?: { [outcome: string]: { [reason: string]: number } };
  };
  top_issues?: Issue[];
};

export type ApiToken = {
  id: string;
  name: string;
  scopes: string[];
  hint?: string;
  token?: string;
  created_at: string;
  last_used_at?: string | null;
};

export type Job = {
  id: string;
  kind: string;
  state: "queued" | "running" | "done" | "failed";
  done: number;
  total: number;
  result?: Json;
  error?: string | null;
};

export type AlertTrigger = "new_issue" | "regression" | "unignored" | "frequency";

export type AlertConditions = {
  triggers: AlertTrigger[];
  levels?: Level[];
  environments?: string[];
  tags?: { key: string; value: string }[];
  frequency?: { count: number; of: "events" | "users"; minutes: number } | null;
};

export type AlertAction = { type: "mail" | "slack" | "discord" | "webhook"; [setting: string]: Json };

export type AlertRule = {
  id: string;
  name: string;
  is_active?: boolean;
  muted_until?: string | null;
  conditions: AlertConditions;
  actions: AlertAction[];
  created_at?: string;
};
