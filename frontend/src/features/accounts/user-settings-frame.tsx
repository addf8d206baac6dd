import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { SettingsLayout, settingsLinkClass } from "@/ui/layout/settings-layout";

const parts = [
  { path: "", label: "Profile" },
  { path: "/security", label: "Password & sessions" },
  { path: "/tokens", label: "API tokens" },
] as const;

export function UserSettingsFrame({ children }: { children: ReactNode }) {
  const links = parts.map(({ path, label }) => (
    <Link key={path} to={`/settings${path}`} activeOptions={{ exact: true }} className={settingsLinkClass}>
      {label}
    </Link>
  ));
  return (
    <SettingsLayout title="Your settings" links={links}>
      {children}
    </SettingsLayout>
  );
}
