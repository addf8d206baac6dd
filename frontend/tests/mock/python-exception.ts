/** Two chained exceptions with frames of an application and of its libraries. */
import type { EventDetail } from "@/types/api";

export const exception: EventDetail["exception"] = {
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
};
