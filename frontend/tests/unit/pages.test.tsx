import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import { useToasts } from "@/stores/toasts";
import { buildIssue } from "../mock/data";
import { hostileEvent } from "../mock/hostile-event";
import { server } from "../setup";
import { issuesPath, renderPage } from "./render-page";

const patience = { timeout: 8000 };

describe("signing in", () => {
  it("leads back to where one wanted to go", async () => {
    const { router, user } = await renderPage(`${issuesPath}/SHOP-1`, { isSignedIn: false });

    await user.type(await screen.findByLabelText("E-mail", {}, patience), "ada@example.com");
    await user.type(screen.getByLabelText("Password"), "secret-secret");
    await user.click(screen.getByRole("button", { name: "Sign in" }));

    await waitFor(() => expect(router.state.location.pathname).toBe(`${issuesPath}/SHOP-1`), patience);
  });

  it("says what the server said when it refuses", async () => {
    const { user } = await renderPage("/login", { isSignedIn: false });

    await user.type(await screen.findByLabelText("E-mail", {}, patience), "ada@example.com");
    await user.type(screen.getByLabelText("Password"), "wrong");
    await user.click(screen.getByRole("button", { name: "Sign in" }));

    expect(await screen.findByText("E-mail or password are not right.")).toBeVisible();
  });

  it("asks for an address before it asks the server", async () => {
    const { user } = await renderPage("/login", { isSignedIn: false });

    await user.type(await screen.findByLabelText("E-mail", {}, patience), "nobody");
    await user.click(screen.getByRole("button", { name: "Sign in" }));

    expect(await screen.findByText("Enter your e-mail address.")).toBeVisible();
  });
});

describe("the issues of all projects", () => {
  it("names each one's project and opens it there", async () => {
    const { router, user } = await renderPage("/organizations/acme/issues");
    const rows = within(await screen.findByRole("main"));
    expect((await rows.findAllByText("Web front", {}, patience)).length).toBeGreaterThan(0);

    const [first] = await rows.findAllByRole("link", {}, patience);
    await user.click(first as HTMLElement);

    await waitFor(() => expect(router.state.location.pathname).toMatch(/projects\/shop\/issues\//), patience);
  });

  it("sends a search by Enter, keeps it in the URL and says where it can't be read", async () => {
    const { router, user } = await renderPage("/organizations/acme/issues");
    const box = await screen.findByRole("searchbox", { name: "Search" }, patience);
    await user.type(box, "level:error{Enter}");
    await waitFor(() => expect(router.state.location.search).toEqual({ query: "level:error" }));

    await user.clear(box);
    await user.type(box, "((a{Enter}");
    expect(await screen.findByText(/Unexpected/, {}, patience)).toBeVisible();
  });
});

describe("the issues list", () => {
  it("writes filters to the URL and reads them from it", async () => {
    const { router, user } = await renderPage(`${issuesPath}?level=fatal`);
    expect(await screen.findByRole("button", { name: "Level: Fatal" }, patience)).toBeVisible();

    await user.click(screen.getByRole("radio", { name: "Resolved" }));
    await user.type(screen.getByRole("combobox", { name: "Search issues" }), "heap");

    await waitFor(
      () =>
        expect(router.state.location.search).toEqual({ level: "fatal", status: "resolved", query: "heap" }),
      patience,
    );
  });

  it("keeps a search of digits as text", async () => {
    const { router } = await renderPage(`${issuesPath}?query=00012345678901234567890`);

    expect(await screen.findByDisplayValue("00012345678901234567890", {}, patience)).toBeVisible();
    expect(router.state.location.search).toEqual({ query: "00012345678901234567890" });
  });

  it("shows where a query can't be read", async () => {
    await renderPage(`${issuesPath}?query=((`);

    expect(await screen.findByText("Unexpected “(” at character 1.", {}, patience)).toBeVisible();
  });

  it("paints a resolve at once and puts it back when undone", async () => {
    const { user } = await renderPage(issuesPath);
    await screen.findByText("SHOP-1", {}, patience);

    await user.keyboard("jr");
    await waitFor(() => expect(screen.queryByText("SHOP-1")).not.toBeInTheDocument());
    await user.click(screen.getByRole("button", { name: "Undo" }));

    expect(await screen.findByText("SHOP-1")).toBeVisible();
  });

  it("puts the row back when the server refuses", async () => {
    const { user } = await renderPage(issuesPath);
    await screen.findByText("SHOP-1", {}, patience);
    server.use(
      http.put("*/api/projects/1/issues/:issue", () =>
        HttpResponse.json(
          { error: { code: "forbidden", message: "You may only read here." } },
          { status: 403 },
        ),
      ),
    );

    await user.keyboard("je");

    expect(await screen.findByText("You may only read here.")).toBeVisible();
    expect(screen.getByText("SHOP-1")).toBeVisible();
    useToasts.setState({ toasts: [] });
  });

  it("changes all that match through one request", async () => {
    const { user } = await renderPage(`${issuesPath}?level=error`);
    await screen.findByText("SHOP-1", {}, patience);
    let sent: unknown;
    server.use(
      http.put("*/api/projects/1/issues", async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ updated: 70 });
      }),
    );

    await user.click(screen.getByRole("checkbox", { name: "Select all loaded issues" }));
    await user.click(screen.getByRole("button", { name: /Select all/ }));
    const [bulkResolve] = screen.getAllByRole("button", { name: "Resolve" });
    if (bulkResolve) await user.click(bulkResolve);

    await waitFor(() =>
      expect(sent).toEqual({ filters: { level: "error", status: "unresolved" }, status: "resolved" }),
    );
  });

  it("pauses the keys while one types", async () => {
    const { user } = await renderPage(issuesPath);
    await screen.findByText("SHOP-1", {}, patience);

    await user.click(screen.getByRole("combobox", { name: "Search issues" }));
    await user.keyboard("jr");

    expect(screen.queryByText(/Resolved/, { selector: "[role=status] span" })).not.toBeInTheDocument();
  });

  it("offers to try again when it can't be loaded", async () => {
    server.use(http.get("*/api/projects/1/issues", () => HttpResponse.json({}, { status: 400 })));

    await renderPage(issuesPath);

    expect(await screen.findByRole("button", { name: "Try again" }, patience)).toBeVisible();
  });
});

describe("an issue", () => {
  it("opens the frames of the application and folds the library's", async () => {
    const { user } = await renderPage(`${issuesPath}/SHOP-1`);

    expect(await screen.findByText(/order = Order/, {}, patience)).toBeVisible();
    expect(screen.queryByText("manager_method")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /4 library frames/ }));

    expect(screen.getByText("manager_method")).toBeVisible();
  });

  it("filters everything the event carries", async () => {
    const { user } = await renderPage(`${issuesPath}/SHOP-1`);

    await user.type(await screen.findByLabelText("Filter this event", {}, patience), "tax service");

    await waitFor(() => expect(screen.queryByText("Signed in as customer 8812")).not.toBeInTheDocument());
    expect(screen.getAllByText("Tax service", { selector: "mark" })).not.toHaveLength(0);
  });

  it("walks from event to event", async () => {
    const { router, user } = await renderPage(`${issuesPath}/SHOP-1`);

    await user.click(await screen.findByRole("link", { name: /Older event/ }, patience));

    await waitFor(() =>
      expect(router.state.location.search).toMatchObject({ event: expect.stringMatching(/^[0-9a-f]{32}$/) }),
    );
    expect(await screen.findByRole("link", { name: /Newer event/ })).toBeVisible();
  });

  it("shows a hostile event as text and links nothing but web addresses", async () => {
    server.use(
      http.get("*/api/projects/1/issues/:issue/events/:event", () =>
        HttpResponse.json(hostileEvent(buildIssue(0).id)),
      ),
    );

    await renderPage(`${issuesPath}/SHOP-1`);

    await screen.findAllByText(/<img src=x onerror=alert\(1\)>/, {}, patience);
    expect(document.querySelector("main img, main script")).toBeNull();
    const outside = [...document.querySelectorAll("main a[target=_blank]")];
    expect(outside.map((link) => new URL((link as HTMLAnchorElement).href).protocol)).toEqual(["https:"]);
    expect(outside[0]).toHaveAttribute("rel", expect.stringContaining("noopener"));
  });

  it("marks releases in its history", async () => {
    await renderPage(`${issuesPath}/SHOP-1`);

    expect(await screen.findByRole("img", { name: "Release shop@4.12.0" }, patience)).toBeInTheDocument();
  });

  it("hands out the files of an event without opening them", async () => {
    let saved: Blob | undefined;
    let name = "";
    // The simulated document has none of its own.
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => {
        saved = blob;
        return "blob:saved";
      },
      revokeObjectURL: () => undefined,
    });
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      name = this.download;
    });
    const { user } = await renderPage(`${issuesPath}/SHOP-1`);

    await user.click(await screen.findByRole("button", { name: "Download checkout.log" }, patience));

    await waitFor(() => expect(name).toBe("checkout.log"));
    expect([saved?.type, saved?.size]).toEqual(["application/octet-stream", 18]);
  });

  it("says why its events were grouped", async () => {
    const { user } = await renderPage(`${issuesPath}/SHOP-1`);

    await user.click(await screen.findByRole("tab", { name: "Why grouped" }, patience));

    expect(await screen.findByText("stack trace and type take precedence")).toBeVisible();
  });

  it("takes a comment", async () => {
    const { user } = await renderPage(`${issuesPath}/SHOP-1`);

    await user.type(await screen.findByLabelText("Add a comment", {}, patience), "I look at it.");
    await user.click(screen.getByRole("button", { name: "Comment" }));

    const activity = within(screen.getByRole("region", { name: "Activity" }));
    expect(await activity.findByText("I look at it.", { selector: "p" })).toBeVisible();
  });

  it("names suspect commits and assigns the issue to who wrote one", async () => {
    const { user } = await renderPage(`${issuesPath}/SHOP-1`);

    expect(await screen.findByRole("heading", { name: "Suspect commit" }, patience)).toBeVisible();
    expect(screen.getByText("Round prices in the cart")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Assign to Grace Hopper" }));

    expect(await screen.findByRole("button", { name: "Assignee: Grace Hopper" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Assign to Grace Hopper" })).toBeNull();
  });
});

describe("a new project", () => {
  it("waits for its first event and jumps to it", async () => {
    const { router, user } = await renderPage("/organizations/acme/projects/new");
    await user.click(await screen.findByRole("radio", { name: "Python" }, patience));
    await user.type(screen.getByLabelText("Name"), "Billing");
    server.use(
      http.get("*/api/projects/4/issues", () =>
        HttpResponse.json({ data: [], pagination: { next_cursor: null, has_more: false } }),
      ),
    );
    await user.click(screen.getByRole("button", { name: "Create project" }));
    expect(await screen.findByText("Waiting for the first event.", {}, patience)).toBeVisible();

    server.use(
      http.get("*/api/projects/4/issues", () =>
        HttpResponse.json({ data: [buildIssue(0)], pagination: { next_cursor: null, has_more: false } }),
      ),
    );

    await waitFor(
      () =>
        expect(router.state.location.pathname).toBe(
          `/organizations/acme/projects/billing/issues/${buildIssue(0).id}`,
        ),
      patience,
    );
  });
});

describe("every page", () => {
  it("of your settings ends with the version", async () => {
    await renderPage("/settings");

    expect(await screen.findByText("MiniSentry 1.2.3", {}, patience)).toBeVisible();
  });

  it("of a release says how far it has got and what came back", async () => {
    await renderPage("/organizations/acme/projects/shop/releases/shop@4.12.0");

    expect(
      await screen.findByText(/% of the project’s events came from this release/, {}, patience),
    ).toBeVisible();
    const card = (await screen.findByRole("heading", { name: "Came back in this release" })).closest(
      "section",
    );
    expect(within(card as HTMLElement).getAllByRole("link")).toHaveLength(2);
  });

  it("of releases shows each one’s part of the events", async () => {
    await renderPage("/organizations/acme/projects/shop/releases");

    expect(await screen.findByText("62% of events", {}, patience)).toBeVisible();
    expect(screen.getByText("<1% of events")).toBeVisible();
  });

  const base = "/organizations/acme/projects/shop";
  it.each([
    ["/organizations", "Organizations"],
    ["/organizations/acme/projects", "Projects"],
    [`${base}/events`, "Events"],
    [`${base}/releases`, "Releases"],
    [`${base}/releases/shop@4.12.0`, "Came back in this release"],
    [`${base}/releases/shop@4.12.0`, "Adoption"],
    [`${base}/stats`, "Stats"],
    [`${base}/stats`, "Discarded by SDKs before sending"],
    [`${base}/settings`, "Project settings"],
    [`${base}/settings/keys`, "Client keys"],
    [`${base}/settings/filters`, "Inbound filters"],
    [`${base}/settings/grouping`, "Fingerprint rules"],
    [`${base}/settings/alerts`, "Alert rules"],
    [`${base}/settings/members`, "Everyone in the organization"],
    [`${base}/settings/personal-data`, "One person’s data"],
    ["/organizations/acme/settings", "Organization settings"],
    ["/organizations/acme/settings/members", "Invite a colleague"],
    ["/organizations/acme/settings/audit", "Audit log"],
    ["/settings", "Your settings"],
    ["/settings/security", "Sessions"],
    ["/settings/tokens", "API tokens"],
    ["/mail", "Mail of this local stage"],
    ["/nowhere", "Nothing here"],
    ["/organizations/other/projects", "Nothing here"],
  ])("%s shows “%s”", async (path, heading) => {
    await renderPage(path);

    expect(await screen.findByRole("heading", { name: heading }, patience)).toBeVisible();
  });
});
