"""A make-believe web shop whose code really fails: the tracebacks, variables and chains are Python's own."""

import json
from collections.abc import Callable
from dataclasses import dataclass


class PaymentDeclinedError(Exception):
    """The bank said no."""


class StockServiceError(Exception):
    """The warehouse does not answer."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way to fail. *weight* is how often it happens beside the others, *releases* which ones have the bug."""

    name: str
    transaction: str
    level: str
    weight: int
    releases: tuple[str, ...]
    fail: Callable[[int], None]


def pay(order_number: int) -> None:
    card = {"brand": "visa", "last_four": f"{order_number % 10000:04d}"}
    _charge(card, amount_cents=1999 + order_number)


def _charge(card: dict[str, str], amount_cents: int) -> None:
    raise PaymentDeclinedError(f"Card ending in {card['last_four']} was declined for {amount_cents / 100:.2f} EUR")


def reserve(order_number: int) -> None:
    try:
        _ask_warehouse(order_number)
    except TimeoutError as error:
        raise StockServiceError(f"Could not reserve items of order {order_number}") from error


def _ask_warehouse(order_number: int) -> None:
    raise TimeoutError(f"warehouse-{order_number % 3}.internal did not answer within 2.5 s")


def read_webhook(order_number: int) -> None:
    body = f'{{"order": {order_number}, "state": "paid"'
    json.loads(body)


def average_rating(order_number: int) -> None:
    ratings: list[int] = []
    product_id = order_number * 7
    _mean(ratings, product_id)


def _mean(ratings: list[int], product_id: int) -> float:
    rounded_id = product_id - product_id % 100
    return sum(ratings) / len(ratings) + rounded_id * 0


def render_profile(order_number: int) -> None:
    profile = {"name": f"Customer {order_number}", "address": None}
    _postcode(profile)


def _postcode(profile: dict[str, str | None]) -> str:
    address = profile["address"]
    return address.split(",")[-1].strip()  # type: ignore[union-attr]  # this is the bug on show


def apply_coupon(order_number: int) -> None:
    coupons = {"WELCOME": 10, "SUMMER": 15}
    code = f"WINTER{order_number % 5}"
    _ = coupons[code]


def walk_categories(order_number: int) -> None:
    tree: dict[str, object] = {}
    tree["parent"] = tree
    _depth(tree, order_number)


def _depth(node: dict[str, object], order_number: int) -> int:
    parent = node["parent"]
    return 1 + _depth(parent, order_number) if isinstance(parent, dict) else 0


RELEASES = ("shop@2.3.0", "shop@2.3.1", "shop@2.4.0")
SCENARIOS = (
    Scenario("payment", "POST /checkout/pay", "error", 9, RELEASES, pay),
    Scenario("stock", "POST /checkout/reserve", "error", 6, ("shop@2.3.1", "shop@2.4.0"), reserve),
    Scenario("webhook", "POST /webhooks/bank", "warning", 5, ("shop@2.3.0", "shop@2.3.1"), read_webhook),
    Scenario("rating", "GET /products/{id}", "error", 4, ("shop@2.4.0",), average_rating),
    Scenario("profile", "GET /account", "error", 7, RELEASES, render_profile),
    Scenario("coupon", "POST /cart/coupon", "warning", 3, ("shop@2.4.0",), apply_coupon),
    Scenario("categories", "GET /categories", "fatal", 1, ("shop@2.4.0",), walk_categories),
)
