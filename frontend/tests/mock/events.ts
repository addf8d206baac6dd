/** Events for looking at the dashboard without a backend: ordinary ones and one that is hostile in every field. */
import type { EventDetail } from "@/types/api";

const iso = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString();

export function eventId(index: number): string {
  return (0x5eed0000 + index).toString(16).padStart(32, "0");
}

export function pythonEvent(issueId: string, index: number, count: number): EventDetail {
  return {
    id: eventId(index),
    event_id: eventId(index),
    issue_id: issueId,
    project_id: "1",
    timestamp: iso(120 + index * 700),
    received_at: iso(119 + index * 700),
    level: "error",
    title: 'IntegrityError: duplicate key value violates unique constraint "orders_reference_key"',
    culprit: "shop.checkout.services in place_order",
    platform: "python",
    message: "",
    exception: {
      values: [
        {
          type: "UniqueViolation",
          value:
            'duplicate key value violates unique constraint "orders_reference_key"\nDETAIL:  Key (reference)=(A-10442) already exists.',
          module: "psycopg.errors",
          stacktrace: {
            frames: [
              {
                filename: "django/db/backends/utils.py",
                module: "django.db.backends.utils",
                function: "_execute",
                lineno: 105,
                in_app: false,
                context_line: "                return self.cursor.execute(sql, params)",
                pre_context: [
                  "            if params is None:",
                  "                return self.cursor.execute(sql)",
                  "            else:",
                ],
                post_context: ["", "    def _executemany(self, sql, param_list, *ignored_wrapper_args):"],
                vars: {
                  sql: 'INSERT INTO "orders_order" ("reference", "customer_id", "total") VALUES (%s, %s, %s)',
                  params: ["A-10442", 8812, "129.90"],
                },
              },
              {
                filename: "psycopg/cursor.py",
                module: "psycopg.cursor",
                function: "execute",
                lineno: 737,
                in_app: false,
                context_line: "            raise ex.with_traceback(None)",
              },
            ],
          },
        },
        {
          type: "IntegrityError",
          value: 'duplicate key value violates unique constraint "orders_reference_key"',
          module: "django.db.utils",
          mechanism: { type: "django", handled: false },
          stacktrace: {
            frames: [
              {
                filename: "django/core/handlers/exception.py",
                module: "django.core.handlers.exception",
                function: "inner",
                lineno: 55,
                in_app: false,
                context_line: "            response = get_response(request)",
              },
              {
                filename: "django/core/handlers/base.py",
                module: "django.core.handlers.base",
                function: "_get_response",
                lineno: 197,
                in_app: false,
                context_line:
                  "                response = wrapped_callback(request, *callback_args, **callback_kwargs)",
              },
              {
                filename: "django/views/generic/base.py",
                module: "django.views.generic.base",
                function: "view",
                lineno: 105,
                in_app: false,
                context_line: "            return self.dispatch(request, *args, **kwargs)",
              },
              {
                filename: "shop/checkout/views.py",
                abs_path: "/srv/app/shop/checkout/views.py",
                module: "shop.checkout.views",
                function: "post",
                lineno: 48,
                in_app: true,
                pre_context: [
                  "    def post(self, request, *args, **kwargs):",
                  "        cart = Cart.for_session(request.session)",
                  "        form = self.get_form()",
                  "        if not form.is_valid():",
                  "            return self.form_invalid(form)",
                ],
                context_line:
                  '        order = place_order(cart, customer=request.user, reference=form.cleaned_data["reference"])',
                post_context: [
                  '        messages.success(request, _("Thank you for your order!"))',
                  "        return redirect(order)  # shows the receipt",
                  "",
                ],
                vars: {
                  cart: {
                    items: [
                      { sku: "TEA-01", quantity: 2, price: "12.95" },
                      { sku: "MUG-07", quantity: 8, price: "13.00" },
                    ],
                    currency: "EUR",
                  },
                  form: "<CheckoutForm bound=True, valid=True>",
                  self: "<shop.checkout.views.CheckoutView object at 0x7f1c>",
                  request: "<WSGIRequest: POST '/checkout/'>",
                },
              },
              {
                filename: "shop/checkout/services.py",
                abs_path: "/srv/app/shop/checkout/services.py",
                module: "shop.checkout.services",
                function: "place_order",
                lineno: 91,
                in_app: true,
                pre_context: [
                  "    with transaction.atomic():",
                  "        total = sum(line.price * line.quantity for line in cart)",
                  "        if total <= 0:",
                  "            raise EmptyCart(cart.id)",
                  "        # The reference comes from the customer's purchase system.",
                ],
                context_line:
                  "        order = Order.objects.create(reference=reference, customer=customer, total=total)",
                post_context: [
                  "        for line in cart:",
                  "            OrderLine.objects.create(order=order, sku=line.sku, quantity=line.quantity)",
                  "        cart.clear()",
                  '    notify_warehouse.delay(order.id, priority="normal", retries=3)',
                  "    return order",
                ],
                vars: {
                  reference: "A-10442",
                  total: 129.9,
                  customer: { id: 8812, email: "[Filtered]", is_active: true, groups: [] },
                  cart: "<Cart 4f1d: 2 lines>",
                  retries: 0,
                  note: null,
                  description: `${"lorem ipsum dolor sit amet ".repeat(40)}`,
                },
              },
              {
                filename: "django/db/models/manager.py",
                module: "django.db.models.manager",
                function: "manager_method",
                lineno: 87,
                in_app: false,
                context_line: "                return getattr(self.get_queryset(), name)(*args, **kwargs)",
              },
              {
                filename: "django/db/models/query.py",
                module: "django.db.models.query",
                function: "create",
                lineno: 658,
                in_app: false,
                context_line: "        obj.save(force_insert=True, using=self.db)",
              },
              {
                filename: "django/db/models/base.py",
                module: "django.db.models.base",
                function: "save",
                lineno: 814,
                in_app: false,
              },
              {
                filename: "django/db/backends/utils.py",
                module: "django.db.backends.utils",
                function: "_execute",
                lineno: 105,
                in_app: false,
              },
            ],
          },
        },
      ],
    },
    breadcrumbs: {
      values: [
        {
          timestamp: iso(127 + index * 700),
          category: "auth",
          message: "Signed in as customer 8812",
          level: "info",
        },
        {
          timestamp: iso(126 + index * 700),
          category: "query",
          type: "query",
          message:
            'SELECT "cart_line"."sku", "cart_line"."quantity" FROM "cart_line" WHERE "cart_line"."cart_id" = %s',
        },
        {
          timestamp: iso(125.4 + index * 700),
          category: "httplib",
          type: "http",
          data: {
            method: "GET",
            url: "https://pricing.internal/v2/quote?sku=TEA-01",
            status_code: 200,
            reason: "OK",
          },
        },
        {
          timestamp: iso(124.1 + index * 700),
          category: "httplib",
          type: "http",
          level: "warning",
          data: { method: "POST", url: "https://tax.example.com/rates", status_code: 504 },
        },
        {
          timestamp: iso(123.9 + index * 700),
          category: "shop.tax",
          level: "warning",
          message: "Tax service did not answer, using cached rates",
        },
        { timestamp: iso(120.2 + index * 700), category: "query", type: "query", message: "BEGIN" },
        {
          timestamp: iso(120.1 + index * 700),
          category: "shop.checkout",
          level: "error",
          message: "Could not store the order A-10442",
        },
      ],
    },
    request: {
      url: "https://shop.example.com/checkout/",
      method: "POST",
      query_string: [
        ["step", "pay"],
        ["ref", "newsletter"],
      ],
      headers: [
        ["Host", "shop.example.com"],
        [
          "User-Agent",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        ],
        ["Accept-Language", "de-CH,de;q=0.9"],
        ["Referer", "https://shop.example.com/cart/"],
      ],
      cookies: { sessionid: "[Filtered]", theme: "dark" },
      data: { reference: "A-10442", accept_terms: "on", csrfmiddlewaretoken: "[Filtered]" },
      env: { SERVER_NAME: "web-3", SERVER_PORT: "8000" },
    },
    user: {
      id: "8812",
      username: "m.keller",
      ip_address: "203.0.113.0",
      geo: { country_code: "CH", city: "Zürich" },
    },
    tags: [
      ["environment", "production"],
      ["release", "shop@4.12.0"],
      ["level", "error"],
      ["server_name", "web-3"],
      ["browser", "Safari 18.1"],
      ["os", "Mac OS X 10.15.7"],
      ["transaction", "/checkout/"],
      ["runtime", "CPython 3.12.4"],
      ["tenant", "acme"],
      ["handled", "no"],
      ["url", "https://shop.example.com/checkout/"],
    ],
    contexts: {
      browser: { name: "Safari", version: "18.1", type: "browser" },
      os: { name: "Mac OS X", version: "10.15.7" },
      runtime: {
        name: "CPython",
        version: "3.12.4",
        build: "3.12.4 (main, Jun  8 2026, 18:29:57) [GCC 12.2.0]",
      },
      trace: {
        trace_id: "c0ffee00c0ffee00c0ffee00c0ffee00",
        span_id: "b0b0b0b0b0b0b0b0",
        op: "http.server",
        status: "internal_error",
      },
    },
    extra: {
      "sys.argv": ["/srv/app/manage.py", "runserver"],
      cart_id: "4f1d",
      experiment: { name: "one-page-checkout", bucket: 3 },
    },
    modules: { django: "5.2.1", psycopg: "3.2.3", "sentry-sdk": "2.75.0", celery: "5.4.0" },
    release: "shop@4.12.0",
    environment: "production",
    server_name: "web-3",
    transaction: "/checkout/",
    sdk: { name: "sentry.python.django", version: "2.75.0" },
    fingerprint: ["{{ default }}"],
    meta: {
      exception: {
        values: {
          "1": {
            stacktrace: {
              frames: {
                "4": { vars: { description: { "": { len: 4096, rem: [["!limit", "s", 1024, 1027]] } } } },
              },
            },
          },
        },
      },
    },
    raw: { event_id: eventId(index), platform: "python", note: "The whole normalized event stands here." },
    previous_event_id: index + 1 < count ? eventId(index + 1) : null,
    next_event_id: index > 0 ? eventId(index - 1) : null,
  };
}

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

const bomb = "<img src=x onerror=alert(1)><script>alert(2)</script>";

export function hostileEvent(issueId: string): EventDetail {
  const nested: Record<string, unknown> = { key: bomb };
  nested.again = { deeper: { still: [bomb, { __proto__x: bomb }] } };
  return {
    id: eventId(666),
    event_id: eventId(666),
    issue_id: issueId,
    project_id: "1",
    timestamp: "not a time",
    received_at: iso(5),
    level: "fatal",
    title: `${bomb}: \u202egnitseretni`,
    culprit: bomb,
    platform: bomb,
    message: { formatted: bomb },
    exception: {
      values: [
        null,
        7,
        {
          type: { a: 1 },
          value: [bomb],
          mechanism: "no",
          stacktrace: {
            frames: [
              "x",
              {
                function: bomb,
                filename: { b: 2 },
                lineno: "NaN",
                in_app: true,
                context_line: bomb,
                pre_context: [null, 3],
                post_context: "oops",
                vars: nested,
                abs_path: "javascript:alert(1)",
              },
            ],
          },
        },
      ],
    },
    threads: "nope",
    breadcrumbs: {
      values: [
        { message: { x: bomb }, data: [1, 2], timestamp: {}, category: 5 },
        {
          message: "javascript:alert(1)",
          data: { url: "javascript:alert(1)", link: "https://example.com/?q=<script>" },
        },
      ],
    },
    request: {
      url: "javascript:alert(document.cookie)",
      method: { m: 1 },
      headers: "not pairs",
      data: bomb,
      cookies: [["a"], 3],
    },
    user: { id: { x: 1 }, email: bomb },
    tags: { [bomb]: bomb, weird: 5 },
    contexts: { [bomb]: { [bomb]: bomb }, text: "x" },
    extra: { "": null, nested },
    sdk: { name: bomb, version: { v: 1 } },
    attachments: [{ name: bomb, size: "big" }],
    meta: "x",
    release: bomb,
    environment: bomb,
  } as unknown as EventDetail;
}
