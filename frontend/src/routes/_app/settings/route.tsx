import { createFileRoute, Outlet } from "@tanstack/react-router";
import { UserSettingsFrame } from "@/features/accounts/user-settings-frame";

export const Route = createFileRoute("/_app/settings")({ component: UserSettings });

function UserSettings() {
  return (
    <UserSettingsFrame>
      <Outlet />
    </UserSettingsFrame>
  );
}
