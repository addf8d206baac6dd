import { createFileRoute, Outlet } from "@tanstack/react-router";
import { UserSettingsFrame } from "@/pages/settings/user-settings-frame";

export const Route = createFileRoute("/_app/settings")({ component: UserSettings });

function UserSettings() {
  return (
    <UserSettingsFrame>
      <Outlet />
    </UserSettingsFrame>
  );
}
