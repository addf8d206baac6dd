/** Signing in and one’s own account. */
import { HttpResponse, http } from "msw";
import type { AddressChange } from "@/features/accounts/mutations";
import { ago, page, refuse } from "./answers";
import { user } from "./data";
import type { Store } from "./store";

const isWrong = (password: string) => password === "wrong";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const recoveryCodes = ["3kyrk-lc2tf", "4aj2p-axxwj", "2sban-juxce", "trkdf-eijdn", "kkdv6-ucgrl"];

export function accountHandlers(store: Store) {
  const session = () => ({ token: "mock-token", expires_in: 900, user });
  return [
    http.post("*/api/auth/login", async ({ request }) => {
      const { password, code } = (await request.json()) as { password: string; code?: string };
      if (isWrong(password)) return refuse(401, "unauthorized", "E-mail or password are not right.");
      if (store.twoFactorSince && code !== "123456") {
        const problem = code
          ? "The code is wrong, or was used already"
          : "Enter the code of your authenticator app";
        return refuse(401, code ? "two_factor_wrong" : "two_factor_required", problem, { code: problem });
      }
      store.isSignedIn = true;
      return HttpResponse.json(session());
    }),
    http.post("*/api/auth/register", () => {
      store.isSignedIn = true;
      return HttpResponse.json(session(), { status: 201 });
    }),
    http.post("*/api/auth/refresh", () =>
      store.isSignedIn ? HttpResponse.json(session()) : refuse(401, "unauthorized", "The session is over."),
    ),
    http.post("*/api/auth/logout", () => {
      store.isSignedIn = false;
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("*/api/health", () => HttpResponse.json({ status: "ok", version: "1.2.3" })),
    http.get("*/api/auth/config", () =>
      HttpResponse.json({ registration: "open", needs_setup_token: false }),
    ),
    http.get("*/api/auth/me", () => HttpResponse.json(user)),
    http.patch("*/api/auth/me", async ({ request }) =>
      HttpResponse.json({ ...user, ...((await request.json()) as object) }),
    ),
    http.post("*/api/auth/change-email", async ({ request }) =>
      isWrong(((await request.json()) as AddressChange).current_password)
        ? refuse(400, "validation_error", "Wrong password", { current_password: "is not your password" })
        : HttpResponse.json({ status: "accepted" }, { status: 202 }),
    ),
    http.delete("*/api/auth/me", async ({ request }) => {
      if (isWrong(((await request.json()) as { password: string }).password))
        return refuse(400, "validation_error", "Wrong password", { password: "is not your password" });
      store.isSignedIn = false;
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("*/api/auth/me/notifications", () =>
      HttpResponse.json({
        alerts: true,
        assigned: true,
        mentions: true,
        comments: false,
        muted_project_ids: [],
      }),
    ),
    http.get("*/api/auth/two-factor", () =>
      HttpResponse.json({
        enabled_at: store.twoFactorSince,
        recovery_codes_left: store.twoFactorSince ? recoveryCodes.length : 0,
      }),
    ),
    http.post("*/api/auth/two-factor", async ({ request }) =>
      isWrong(((await request.json()) as { password: string }).password)
        ? refuse(400, "validation_error", "The password is wrong", { password: "is wrong" })
        : HttpResponse.json(
            { secret, uri: `otpauth://totp/MiniSentry:ada%40example.com?secret=${secret}&issuer=MiniSentry` },
            { status: 201 },
          ),
    ),
    http.post("*/api/auth/two-factor/confirm", async ({ request }) => {
      if (((await request.json()) as { code: string }).code !== "123456")
        return refuse(400, "validation_error", "The code is wrong", { code: "is not the app's present one" });
      store.twoFactorSince = ago(0);
      return HttpResponse.json({ codes: recoveryCodes });
    }),
    http.post("*/api/auth/two-factor/recovery-codes", () => HttpResponse.json({ codes: recoveryCodes })),
    http.delete("*/api/auth/two-factor", () => {
      store.twoFactorSince = null;
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("*/api/auth/sessions", () =>
      page([
        {
          id: "s1",
          user_agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15",
          address: "203.0.113.7",
          created_at: ago(86_400),
          last_used_at: ago(20),
          is_current: true,
        },
        {
          id: "s2",
          user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0",
          address: "198.51.100.4",
          created_at: ago(400_000),
          last_used_at: ago(90_000),
        },
      ]),
    ),
    http.get("*/api/mail", () =>
      HttpResponse.json({
        data: [
          {
            sent_at: ago(60),
            recipient: "new@example.com",
            subject: "You are invited to Acme Shop",
            text: "Ada Lovelace invites you.\n\nJoin: https://errors.example.com/invitations/abc\n\nThe link works for 7 days.",
          },
        ],
      }),
    ),
    http.get("*/api/auth/tokens", () =>
      page([
        {
          id: "t1",
          name: "CI releases",
          scopes: ["project:read", "event:read"],
          created_at: ago(999_999),
          last_used_at: ago(3600),
        },
      ]),
    ),
    http.post("*/api/auth/tokens", () =>
      HttpResponse.json(
        { id: "t2", name: "New", scopes: [], token: "mst_0123456789abcdef", created_at: ago(0) },
        { status: 201 },
      ),
    ),
  ];
}
