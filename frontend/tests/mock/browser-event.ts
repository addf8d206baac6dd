/** An event as a React page sends it, with source-mapped and minified frames. */
import type { EventDetail } from "@/types/api";
import { pythonEvent } from "./python-event";

export function browserEvent(issueId: string, index: number, count: number, title: string): EventDetail {
  const [type, ...rest] = title.split(": ");
  return {
    ...pythonEvent(issueId, index, count),
    title,
    culprit: "app/cart/CartSummary.tsx in renderTotal",
    platform: "javascript",
    exception: {
      values: [
        {
          type,
          value: rest.join(": "),
          mechanism: { type: "onerror", handled: false },
          stacktrace: {
            frames: [
              {
                filename: "https://cdn.example.com/assets/vendor-8f3a.js",
                abs_path: "https://cdn.example.com/assets/vendor-8f3a.js",
                function: "commitRoot",
                lineno: 2,
                colno: 48211,
                in_app: false,
              },
              {
                filename: "https://cdn.example.com/assets/vendor-8f3a.js",
                abs_path: "https://cdn.example.com/assets/vendor-8f3a.js",
                function: "performWork",
                lineno: 2,
                colno: 51822,
                in_app: false,
              },
              {
                filename: "app/cart/CartSummary.tsx",
                abs_path: "https://shop.example.com/assets/app.js",
                function: "renderTotal",
                lineno: 27,
                colno: 31,
                in_app: true,
                pre_context: [
                  "export function renderTotal(cart?: Cart) {",
                  '  const currency = cart?.currency ?? "EUR";',
                  "  // Prices arrive as strings from the quote service",
                ],
                context_line:
                  "  const total = cart.lines.reduce((sum, line) => sum + Number(line.price), 0);",
                post_context: ["  return formatMoney(total, currency);", "}"],
              },
            ],
          },
          raw_stacktrace: {
            frames: [
              {
                filename: "https://shop.example.com/assets/app.js",
                function: "t",
                lineno: 1,
                colno: 9912,
                in_app: true,
                context_line:
                  '…;function t(e){const n=e?.currency??"EUR",r=e.lines.reduce((e,t)=>e+Number(t.price),0);return o(r,n)}',
              },
            ],
          },
        },
      ],
    },
    sdk: { name: "sentry.javascript.react", version: "10.55.0" },
    modules: null,
    meta: null,
  };
}
