/**
 * Shapes the API answers with, in the words the pages use for them. They come from the OpenAPI document, except the inside of an event:
 * that is hostile, so everything in it is optional and nothing is trusted.
 */
import type { components } from "@/types/api.gen";

type Schemas = components["schemas"];

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type Page<T> = { data: T[]; pagination: Schemas["Pagination"] };

export type User = Schemas["UserAnswer"];
export type Session = Schemas["SignedInAnswer"];
export type AuthConfig = Schemas["AuthConfigAnswer"];
export type UserSession = Schemas["SessionAnswer"];
export type ApiToken = Schemas["TokenAnswer"];
export type NewApiToken = Schemas["NewTokenAnswer"];
export type Scope = Schemas["TokenBody"]["scopes"][number];
export type NotificationPreferences = Schemas["PreferencesAnswer"];

export type Mail = Schemas["MailAnswer"];

export type Organization = Schemas["OrganizationAnswer"];
export type Member = Schemas["MemberAnswer"];
export type Role = Member["role"];
export type Invitation = Schemas["InvitationAnswer"];
export type PublicInvitation = Schemas["OpenInvitationAnswer"];
export type AuditEntry = Schemas["AuditEntryAnswer"];

/** Counts are null unless they were asked for. */
export type Project = Schemas["ProjectAnswer"];
export type DefaultAccess = Project["default_access"];
export type ProjectMember = Schemas["ProjectMemberAnswer"];
export type ProjectRole = ProjectMember["role"];
export type PersonBody = Schemas["PersonBody"];
export type ProjectKey = Schemas["KeyAnswer"];
/** Answers leave no setting out. */
export type ProjectSettings = {
  [Section in keyof Schemas["SettingsAnswer"]]-?: Told<Schemas["SettingsAnswer"][Section]>;
};
type Told<T> = T extends object ? Required<T> : Exclude<T, undefined>;

export type SourceMapStatus = Schemas["SourceMapStatus"];
export type Bundle = Schemas["BundleAnswer"];
export type BundleDetail = Schemas["BundleDetail"];
export type MapCheck = Schemas["CheckAnswer"];
export type MapCheckBody = Schemas["CheckBody"];
export type Feedback = Schemas["FeedbackAnswer"];
export type Commit = Schemas["CommitAnswer"];
export type Deploy = Schemas["DeployAnswer"];

export type Level = "debug" | "info" | "warning" | "error" | "fatal";
export type IssueStatus = "unresolved" | "resolved" | "ignored";
export type IssueSort = "last_seen" | "first_seen" | "times_seen" | "users" | "priority";
export type Person = Schemas["Person"];

type Narrowed = { level: Level; status: IssueStatus };
export type Issue = Omit<Schemas["IssueAnswer"], keyof Narrowed> & Narrowed;
export type IssueDetail = Omit<Schemas["IssueDetail"], keyof Narrowed> & Narrowed;
export type IssueChange = Schemas["IssueUpdate"];
export type BulkAnswer = Schemas["BulkAnswer"];
export type Fingerprint = Schemas["FingerprintAnswer"];
export type Bucket = Schemas["IssueBucket"];
export type TagValue = Schemas["TagValue"];
export type SuspectCommit = Schemas["SuspectCommit"];
export type Health = Schemas["HealthAnswer"];
export type TagFacet = Schemas["TagFacet"];
export type Grouping = Omit<Schemas["GroupingAnswer"], "components"> & { components?: Json };
export type RegroupingPreview = Schemas["PreviewAnswer"];
export type RegroupedEvent = RegroupingPreview["events"][number];
export type Comment = Schemas["CommentAnswer"];
export type Activity = Schemas["ActivityAnswer"];
export type Job = Schemas["JobAnswer"];

export type EventRow = Omit<Schemas["EventRowAnswer"], "level"> & { level: Level };

export type Release = Schemas["ReleaseAnswer"];
export type Adoption = Schemas["AdoptionAnswer"];
export type ProjectCost = Schemas["CostAnswer"];
export type ProjectStats = Omit<Schemas["ProjectStatistics"], "top_issues"> & { top_issues: Issue[] };

export type AlertConditions = Schemas["Conditions"];
export type TwoFactor = Schemas["TwoFactorAnswer"];
export type TwoFactorEnrolment = Schemas["EnrolmentAnswer"];
export type RecoveryCodes = Schemas["RecoveryCodesAnswer"];
export type OrganizationIssue = Omit<Schemas["OrganizationIssue"], keyof Narrowed> & Narrowed;
export type OrganizationIssuePage = Page<OrganizationIssue> & { total: number };
export type AlertTrigger = AlertConditions["triggers"][number];
export type AlertRuleBody = Schemas["AlertRuleBody"];
export type AlertAction = AlertRuleBody["actions"][number];
/** Stored as its body was written. */
export type AlertRule = Omit<Schemas["AlertRuleAnswer"], "conditions" | "actions"> &
  Pick<AlertRuleBody, "conditions" | "actions">;

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
  /** What symbolication found out: the map it used, or why there was none. */
  data?: { [key: string]: Json } | null;
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

export type Attachment = Partial<Schemas["AttachmentAnswer"]>;
export type AttachmentContent = Schemas["AttachmentContent"];

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
  source_maps?: Schemas["SourceMapSummary"] | null;
  report?: Schemas["BrowserReport"] | null;
  /** False when the project's budget ran low: the event was counted, its contents were not kept. */
  body_kept?: boolean;
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
