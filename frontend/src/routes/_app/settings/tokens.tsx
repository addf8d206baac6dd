import { createFileRoute } from "@tanstack/react-router";
import { TokensPage } from "@/features/accounts/tokens-page";

export const Route = createFileRoute("/_app/settings/tokens")({ component: TokensPage });
