import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import { ApiError, request } from "@/lib/api";
import {
  acceptSession,
  currentUser,
  endSession,
  getAccessToken,
  onSessionChange,
  refreshSession,
  restoreSession,
} from "@/lib/auth";
import { user } from "../mock/data";
import { server } from "../setup";

const session = (token: string, expires_in = 900) => ({
  token,
  expires_in,
  user: { ...user, created_at: "", updated_at: "" },
});

function countRefreshes(answers: Response[] = []) {
  const counter = { count: 0 };
  server.use(
    http.post("*/api/auth/refresh", () => {
      counter.count += 1;
      return (answers.shift() as never) ?? HttpResponse.json(session(`fresh-${counter.count}`));
    }),
  );
  return counter;
}

describe("the session of the page", () => {
  it("asks for nothing when nobody ever signed in", async () => {
    endSession({ announce: false });
    const refreshes = countRefreshes();

    expect(await restoreSession()).toBeNull();
    expect(refreshes.count).toBe(0);
  });

  it("refreshes once however many ask at the same time", async () => {
    acceptSession(session("old", 0), { announce: false });
    const refreshes = countRefreshes();

    const tokens = await Promise.all([
      getAccessToken(),
      getAccessToken(),
      refreshSession(),
      getAccessToken(),
    ]);

    expect(refreshes.count).toBe(1);
    expect(tokens[0]).toBe("fresh-1");
  });

  it("renews a refused token once and sends the request again", async () => {
    acceptSession(session("revoked"), { announce: false });
    countRefreshes();
    server.use(
      http.get("*/api/organizations", ({ request: sent }) =>
        sent.headers.get("authorization") === "Bearer revoked"
          ? HttpResponse.json({ error: { code: "unauthorized", message: "Expired" } }, { status: 401 })
          : HttpResponse.json({ data: [] }),
      ),
    );

    expect(await request("/organizations")).toEqual({ data: [] });
  });

  it("ends when the refresh is refused, and tells the page", async () => {
    acceptSession(session("old", 0), { announce: false });
    countRefreshes([HttpResponse.json({}, { status: 401 })]);
    const listener = vi.fn();
    const stop = onSessionChange(listener);

    expect(await getAccessToken()).toBeNull();
    stop();

    expect(listener).toHaveBeenCalledWith(null);
    expect(currentUser()).toBeNull();
  });

  it("survives a server that is down for a moment", async () => {
    acceptSession(session("old", 0), { announce: false });
    countRefreshes([HttpResponse.json({}, { status: 503 })]);

    await expect(getAccessToken()).rejects.toThrow("503");
    expect(currentUser()).not.toBeNull();
  });
});

describe("errors of the API", () => {
  it("carries the fields and the wait", async () => {
    endSession({ announce: false });
    server.use(
      http.get("*/api/organizations", () =>
        HttpResponse.json(
          { error: { code: "validation_error", message: "No.", fields: { name: "too long" } } },
          { status: 400, headers: { "retry-after": "7" } },
        ),
      ),
    );

    const error = await request("/organizations").catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 400,
      code: "validation_error",
      fields: { name: "too long" },
      retryAfterSeconds: 7,
    });
  });

  it("explains a gateway's answer that is not ours", async () => {
    server.use(
      http.get("*/api/organizations", () => new HttpResponse("<html>Bad gateway</html>", { status: 502 })),
    );

    await expect(request("/organizations")).rejects.toThrow("The server answered with an error (502).");
  });
});
