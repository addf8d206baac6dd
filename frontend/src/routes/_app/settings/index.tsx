import { createFileRoute } from "@tanstack/react-router";
import { ProfilePage } from "@/pages/settings/profile-page";

export const Route = createFileRoute("/_app/settings/")({ component: ProfilePage });
