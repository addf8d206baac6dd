import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { SettingsLayout, settingsLinkClass } from "@/ui/layout/settings-layout";

const parts = [
  { path: "", label: "General" },
  { path: "/keys", label: "Client keys" },
  { path: "/filters", label: "Filters & privacy" },
  { path: "/grouping", label: "Grouping" },
  { path: "/alerts", label: "Alerts" },
  { path: "/members", label: "Members" },
  { path: "/personal-data", label: "Personal data" },
] as const;

type ProjectSettingsFrameProps = { orgSlug: string; projectSlug: string; children: ReactNode };

export function ProjectSettingsFrame({ orgSlug, projectSlug, children }: ProjectSettingsFrameProps) {
  const links = parts.map(({ path, label }) => (
    <Link
      key={path}
      to={`/organizations/$orgSlug/projects/$projectSlug/settings${path}`}
      params={{ orgSlug, projectSlug }}
      activeOptions={{ exact: true }}
      className={settingsLinkClass}
    >
      {label}
    </Link>
  ));
  return (
    <SettingsLayout title="Project settings" parent={projectSlug} links={links}>
      {children}
    </SettingsLayout>
  );
}
