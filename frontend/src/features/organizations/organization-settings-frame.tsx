import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { SettingsLayout, settingsLinkClass } from "@/ui/layout/settings-layout";

const parts = [
  { path: "", label: "General" },
  { path: "/members", label: "Members" },
  { path: "/audit", label: "Audit log" },
] as const;

export function OrganizationSettingsFrame({ orgSlug, children }: { orgSlug: string; children: ReactNode }) {
  const links = parts.map(({ path, label }) => (
    <Link
      key={path}
      to={`/organizations/$orgSlug/settings${path}`}
      params={{ orgSlug }}
      activeOptions={{ exact: true }}
      className={settingsLinkClass}
    >
      {label}
    </Link>
  ));
  return (
    <SettingsLayout title="Organization settings" parent={orgSlug} links={links}>
      {children}
    </SettingsLayout>
  );
}
