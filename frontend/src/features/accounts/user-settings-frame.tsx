import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { healthQuery } from "@/features/accounts/queries";
import { SettingsLayout, settingsLinkClass } from "@/ui/layout/settings-layout";

const parts = [
  { path: "", label: "Profile" },
  { path: "/security", label: "Password & sessions" },
  { path: "/tokens", label: "API tokens" },
] as const;

export function UserSettingsFrame({ children }: { children: ReactNode }) {
  const { data: health } = useQuery(healthQuery());
  const links = parts.map(({ path, label }) => (
    <Link key={path} to={`/settings${path}`} activeOptions={{ exact: true }} className={settingsLinkClass}>
      {label}
    </Link>
  ));
  return (
    <SettingsLayout title="Your settings" links={links}>
      {children}
      <p className="pt-2 text-ink-faint text-xs">MiniSentry {health?.version}</p>
    </SettingsLayout>
  );
}
