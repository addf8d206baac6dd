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
  // Behind the list, where a late answer moves nothing; under the page it would move with the page's own answers.
  const version = (
    <p key="version" className="shrink-0 self-center px-2.5 py-1.5 text-ink-faint text-xs md:self-auto">
      MiniSentry {health?.version}
    </p>
  );
  return (
    <SettingsLayout title="Your settings" links={[...links, health && version]}>
      {children}
    </SettingsLayout>
  );
}
