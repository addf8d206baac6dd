import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { server } from "../setup";
import { renderPage } from "./render-page";

const patience = { timeout: 8000 };
const statsPath = "/organizations/acme/projects/shop/stats";

const cost = {
  month: "2026-11",
  currency: "USD",
  prices_as_of: "2026-11-01",
  spent: 17.5,
  projected: 21,
  by_service: { gateway: 10, lambda: 2, sqs: 1, dynamodb: 4, s3: 0.5, mail: 0.25 },
  units: {},
  budget: 20,
  step: "full",
  since: null,
};

describe("the cost card", () => {
  it("shows dollars and no warning while the budget allows everything", async () => {
    server.use(http.get("*/api/projects/:id/cost", () => HttpResponse.json(cost)));

    await renderPage(statsPath);

    expect(await screen.findByText("$17.50", {}, patience)).toBeVisible();
    expect(screen.getByText("Budget, 88% used").nextSibling).toHaveTextContent("$20.00");
    expect(screen.queryByText(/monthly budget is/)).not.toBeInTheDocument();
  });

  it.each([
    ["sample", /running low/],
    ["refuse", /events are refused/],
  ])("warns at the step “%s”", async (step, words) => {
    server.use(http.get("*/api/projects/:id/cost", () => HttpResponse.json({ ...cost, step })));

    await renderPage(statsPath);

    expect(await screen.findByText(words, {}, patience)).toBeVisible();
  });
});
