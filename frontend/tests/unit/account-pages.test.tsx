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
});
