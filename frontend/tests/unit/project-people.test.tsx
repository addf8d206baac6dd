import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { server } from "../setup";
import { renderPage } from "./render-page";

const patience = { timeout: 8000 };
const settings = "/organizations/acme/projects/shop/settings";

describe("roles in a project", () => {
  it("gives a member a role of their own and takes it back", async () => {
    const { user } = await renderPage(`${settings}/members`);
    const choose = async (role: RegExp, answer: string) => {
      await user.click(await screen.findByRole("button", { name: /Role of Grace Hopper/ }, patience));
      await user.click(await screen.findByRole("option", { name: role }, patience));
      await user.click(await screen.findByRole("button", { name: answer }, patience));
    };
    expect(await screen.findByText("everything, as owner", {}, patience)).toBeVisible();
    expect(screen.getByRole("button", { name: "Role of Linus Pauling: Read" })).toBeVisible();

    await choose(/^Admin/, "Change role");
    expect(
      await screen.findByRole("button", { name: "Role of Grace Hopper: Admin" }, patience),
    ).toBeVisible();
    await choose(/As everyone/, "Take back");

    expect(
      await screen.findByRole("button", { name: "Role of Grace Hopper: As everyone (write)" }, patience),
    ).toBeVisible();
  }, 15_000);

  it("says what everyone in the organization may do", async () => {
    const { user } = await renderPage(`${settings}/members`);
    let sent: unknown;
    server.use(
      http.put("*/api/organizations/acme/projects/shop", async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(
          { error: { code: "forbidden", message: "Only admins may." } },
          { status: 403 },
        );
      }),
    );

    await user.selectOptions(await screen.findByLabelText("May do here", {}, patience), "none");

    await waitFor(() => expect(sent).toEqual({ default_access: "none" }));
    expect(await screen.findByText("Only admins may.")).toBeVisible();
  });
});

describe("one person's data", () => {
  it("asks whom it is about before it asks the server", async () => {
    const { user } = await renderPage(`${settings}/personal-data`);

    await user.click(await screen.findByRole("button", { name: "Export events" }, patience));

    expect(await screen.findByText("Enter the person’s id, mail address or both.")).toBeVisible();
  });

  it("is erased after a second question, with its progress shown", async () => {
    const { user } = await renderPage(`${settings}/personal-data`);
    expect(await screen.findByText("41 events found", {}, patience)).toBeVisible();
    expect(screen.getByRole("link", { name: "Download part 1" })).toHaveAttribute(
      "href",
      "https://errors.example.com/exports/j1/0?signature=abc",
    );

    await user.type(screen.getByLabelText("Mail address"), "ann@example.com");
    await user.click(screen.getByRole("button", { name: "Erase events" }));
    const dialog = within(await screen.findByRole("dialog", {}, patience));
    expect(dialog.getByText("Erase ann@example.com?")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Erase for good" }));

    expect(await screen.findByRole("progressbar", { name: "Erasure in progress" }, patience)).toBeVisible();
    expect(await screen.findByText("3 events erased", {}, patience)).toBeVisible();
  });
});
