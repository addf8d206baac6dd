/** A browser's report names its fields in words, and passes what it doesn't know through. */
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ReportSection } from "@/features/events/report-section";
import type { EventDetail } from "@/types/api";

function show(report: EventDetail["report"]) {
  render(<ReportSection event={{ report, meta: null } as EventDetail} />);
}

describe("ReportSection", () => {
  it("shows directive, blocked and source URI, sample, disposition and status", () => {
    show({
      kind: "csp",
      fields: {
        document_uri: "https://shop.example/cart",
        effective_directive: "script-src-elem",
        blocked_uri: "https://evil.example/<b>x</b>.js",
        source_file: "https://shop.example/app.js",
        script_sample: "setup(false)",
        disposition: "report",
        status_code: 200,
      },
    });

    expect(screen.getByRole("heading", { name: /Content security policy report/ })).toBeVisible();
    for (const [name, value] of [
      ["Document URI", "https://shop.example/cart"],
      ["Directive", "script-src-elem"],
      ["Blocked URI", "https://evil.example/<b>x</b>.js"],
      ["Source URI", "https://shop.example/app.js"],
      ["Sample", "setup(false)"],
      ["Disposition", "report"],
      ["Status", "200"],
    ] as const) {
      expect(screen.getByRole("row", { name: new RegExp(`^${name} `) })).toHaveTextContent(value);
    }
  });

  it("shows a report of a kind it doesn't know by the browser's own words", () => {
    show({ kind: "network-error", fields: { violation: "dns.name_not_resolved", elapsed_time: 18 } });

    expect(screen.getByRole("heading", { name: /Network error report/ })).toBeVisible();
    expect(screen.getByRole("row", { name: /^Elapsed time / })).toHaveTextContent("18");
  });

  it("shows nothing for other events", () => {
    show(null);

    expect(screen.queryByRole("heading")).toBeNull();
  });
});
