import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderPage } from "./render-page";

const patience = { timeout: 8000 };

describe("one's account", () => {
  it("moves to another address once its link is opened", async () => {
    const { user } = await renderPage("/settings");
    await user.click(await screen.findByRole("button", { name: "Change address" }, patience));

    await user.type(screen.getByLabelText("New address"), "countess@example.com");
    await user.type(screen.getByLabelText("Your password"), "wrong");
    await user.click(screen.getByRole("button", { name: "Mail the link" }));
    expect(await screen.findByText("is not your password")).toBeVisible();
    await user.clear(screen.getByLabelText("Your password"));
    await user.type(screen.getByLabelText("Your password"), "secret-secret");
    await user.click(screen.getByRole("button", { name: "Mail the link" }));

    expect(await screen.findByText(/A link is on its way to/)).toHaveTextContent("countess@example.com");
    expect(screen.queryByLabelText("New address")).not.toBeInTheDocument();
  });

  it("is deleted with its password, which signs out", async () => {
    const { router, user } = await renderPage("/settings/security");
    await user.click(await screen.findByRole("button", { name: "Delete account" }, patience));
    const dialog = within(await screen.findByRole("dialog", {}, patience));
    const confirm = dialog.getByRole("button", { name: "Delete for good" });
    expect(confirm).toBeDisabled();

    await user.type(dialog.getByLabelText("Your password"), "wrong");
    await user.click(confirm);
    expect(await dialog.findByText(/is not your password/)).toBeVisible();
    await user.clear(dialog.getByLabelText("Your password"));
    await user.type(dialog.getByLabelText("Your password"), "secret-secret");
    await user.click(confirm);

    await router.invalidate();
    await waitFor(() => expect(router.state.location.pathname).toBe("/login"), patience);
  });

  it("gets a second factor, which the door asks for until it is off again", async () => {
    const { user } = await renderPage("/settings/security");
    await user.click(await screen.findByRole("button", { name: "Turn on" }, patience));
    const dialog = within(await screen.findByRole("dialog", {}, patience));
    await user.type(dialog.getByLabelText("Your password"), "secret-secret");
    await user.click(dialog.getByRole("button", { name: "Go on" }));

    expect(await dialog.findByRole("img", { name: "QR code of the secret" }, patience)).toBeVisible();
    await user.type(dialog.getByLabelText("Code"), "000000");
    await user.click(dialog.getByRole("button", { name: "Turn on" }));
    expect(await dialog.findByText(/is not the app's present one/)).toBeVisible();
    await user.clear(dialog.getByLabelText("Code"));
    await user.type(dialog.getByLabelText("Code"), "123456");
    await user.click(dialog.getByRole("button", { name: "Turn on" }));
    expect(await dialog.findByText(/3kyrk-lc2tf/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "I have kept them" }));
    expect(await screen.findByText(/5 recovery codes left/)).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Turn off" }));
    const off = within(await screen.findByRole("dialog", {}, patience));
    await user.type(off.getByLabelText("Your password"), "secret-secret");
    await user.type(off.getByLabelText("Code"), "123456");
    await user.click(off.getByRole("button", { name: "Turn off" }));
    expect(await screen.findByText(/whoever has your password is you/)).toBeVisible();
  });

  it("is asked for the code after the password where a second factor is on", async () => {
    await fetch("/api/auth/two-factor/confirm", { method: "POST", body: JSON.stringify({ code: "123456" }) });
    const { router, user } = await renderPage("/login", { isSignedIn: false });
    await user.type(await screen.findByLabelText("E-mail", {}, patience), "ada@example.com");
    await user.type(screen.getByLabelText("Password"), "secret-secret");
    expect(screen.queryByLabelText("Code")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Sign in" }));

    await user.type(await screen.findByLabelText("Code", {}, patience), "654321");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/was used already/)).toBeVisible();
    await user.clear(screen.getByLabelText("Code"));
    await user.type(screen.getByLabelText("Code"), "123456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));

    await waitFor(() => expect(router.state.location.pathname).not.toBe("/login"), patience);
  });
});
