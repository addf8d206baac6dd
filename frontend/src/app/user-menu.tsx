import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useLogout } from "@/features/accounts/mutations";
import { meQuery } from "@/features/accounts/queries";
import { usePalette } from "@/stores/palette";
import { type Theme, usePreferences } from "@/stores/preferences";
import { Avatar } from "@/ui/avatar";
import { IconButton } from "@/ui/button";
import { Menu, type MenuEntry } from "@/ui/menu";

const themes: { value: Theme; label: string; icon: "monitor" | "sun" | "moon" }[] = [
  { value: "system", label: "System theme", icon: "monitor" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
];

export function UserMenu() {
  const navigate = useNavigate();
  const { data: user } = useQuery(meQuery());
  const logout = useLogout();
  const { theme, themeChosen } = usePreferences();
  const opened = usePalette((state) => state.opened);
  const name = user?.name || user?.email || "…";
  const entries: MenuEntry[] = [
    { label: "Your settings", icon: "user", onSelect: () => navigate({ to: "/settings" }) },
    { label: "API tokens", icon: "key", onSelect: () => navigate({ to: "/settings/tokens" }) },
    "separator",
    ...themes.map(({ value, label, icon }) => ({
      label,
      icon,
      isChecked: theme === value,
      onSelect: () => themeChosen(value),
    })),
    "separator",
    { label: "Sign out", icon: "logout", onSelect: () => logout.mutate() },
  ];
  return (
    <div className="flex items-center gap-1">
      <Menu
        align="start"
        entries={entries}
        button={
          <button
            type="button"
            className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover"
          >
            <Avatar name={name} />
            <span className="min-w-0 flex-1 truncate text-sm">{name}</span>
          </button>
        }
      />
      <IconButton icon="help" label="Keyboard shortcuts" onClick={() => opened("shortcuts")} />
    </div>
  );
}
