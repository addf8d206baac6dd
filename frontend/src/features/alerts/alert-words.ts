/** Alert rules in words. */
import type { AlertAction, AlertRule, AlertTrigger } from "@/types/api";

export const triggerWords: Record<AlertTrigger, string> = {
  new_issue: "a new issue",
  regression: "a resolved issue comes back",
  unignored: "an ignored issue comes back",
  frequency: "many events or users",
};

export const actionWords: Record<AlertAction["type"], string> = {
  mail: "mail",
  slack: "Slack",
  discord: "Discord",
  teams: "Microsoft Teams",
  mattermost: "Mattermost",
  google_chat: "Google Chat",
  telegram: "Telegram",
  ntfy: "ntfy",
  pagerduty: "PagerDuty",
  opsgenie: "Opsgenie",
  webhook: "webhook",
};

export function describeAlert({ conditions, actions }: AlertRule): string {
  const triggers = (conditions.triggers ?? []).map((trigger) => {
    const { frequency } = conditions;
    if (trigger !== "frequency" || !frequency) return triggerWords[trigger] ?? trigger;
    return `more than ${frequency.count} ${frequency.of} in ${frequency.minutes} min`;
  });
  const limits = [...(conditions.levels ?? []), ...(conditions.environments ?? [])];
  const where = limits.length > 0 ? ` (${limits.join(", ")})` : "";
  const means = actions.map(({ type }) => actionWords[type] ?? type).join(", ");
  return `${triggers.join(", or ") || "nothing"}${where} → ${means || "nobody"}`;
}
