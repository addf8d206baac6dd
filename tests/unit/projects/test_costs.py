"""Units become dollars by the dated prices; dollars and a budget become a step."""

from datetime import UTC, datetime, timedelta

import pytest

from bench.cost import Units, dollars_per_million
from chalicelib.projects.costs import Gateway, Prices, current_prices, foresee_month, month_end, next_step, price_units
from chalicelib.projects.model import Degrade

NOW = datetime(2026, 11, 16, tzinfo=UTC)
PRICES = current_prices()


def price(gateway: Gateway = "rest", retention_days: int = 30, **units: float) -> dict[str, float]:
    return price_units(units, PRICES, gateway=gateway, retention_days=retention_days)


def test_prices_say_of_when_they_are() -> None:
    assert datetime.fromisoformat(PRICES.as_of)
    assert PRICES.currency == "USD"


@pytest.mark.parametrize(
    ("units", "service", "dollars"),
    [
        ({"write_units": 1_000_000}, "dynamodb", 0.625),
        ({"read_units": 1_000_000}, "dynamodb", 0.125),
        ({"sqs_requests": 1_000_000}, "sqs", 0.40),
        ({"s3_puts": 1_000_000}, "s3", 5.00),
        ({"stored_bytes": 1_000_000_000}, "s3", 0.023 * 30 / 30.4),
        ({"row_bytes": 1_000_000_000}, "dynamodb", 0.25 * 30 / 30.4),
        ({"worker_ms": 1_000_000_000}, "lambda", 13.33),
        ({"requests": 1_000_000}, "gateway", 3.50),
        ({"mails": 1_000_000}, "mail", 100.00),
    ],
)
def test_a_unit_costs_its_price(units: dict[str, float], service: str, dollars: float) -> None:
    assert price(**units)[service] == pytest.approx(dollars)


def test_requests_cost_less_at_the_ingest_edge() -> None:
    assert price("http", requests=1_000_000)["gateway"] == pytest.approx(1.00)


def test_what_is_kept_longer_costs_more() -> None:
    assert price(retention_days=90, stored_bytes=1e9)["s3"] == pytest.approx(3 * price(stored_bytes=1e9)["s3"])


def test_the_meter_and_the_bench_agree() -> None:
    """One price table, two readers: the bench's model of an event and the meter's sum of what was counted."""
    events = 1_000_000
    modelled = dollars_per_million(
        Units(
            events=events,
            gateway_requests=events,
            lambda_requests=1.01 * events,
            lambda_gb_seconds=0.012 * events,
            sqs_requests=1.3 * events,
            s3_puts=0.01 * events,
            dynamodb_write_units=5.7 * events,
            s3_stored_bytes=4000 * events,
            dynamodb_stored_bytes=600 * events,
        ),
        PRICES.dollars,
        "http",
    )

    counted = price(
        "http",
        requests=events,
        batches=0.01 * events,
        worker_ms=2 * events,
        sqs_requests=1.3 * events,
        s3_puts=0.01 * events,
        write_units=5.7 * events,
        stored_bytes=4000 * events,
        row_bytes=600 * events,
    )

    assert sum(counted.values()) == pytest.approx(modelled["total"])


def test_the_month_goes_on_as_the_last_days_went() -> None:
    quiet = [(NOW - timedelta(days=days), 1.0) for days in range(8, 15)]
    loud = [(NOW - timedelta(days=days), 2.0) for days in range(1, 8)]

    assert foresee_month(quiet + loud, NOW) == pytest.approx(7 + 14 + 2 * 15)


def test_the_first_minutes_of_a_month_foretell_no_fortune() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)

    assert foresee_month([(start, 0.01)], start + timedelta(minutes=5)) < 0.01 * 30 * 24 / 6 + 0.02


def test_a_month_ends_where_the_next_begins() -> None:
    assert month_end(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)) == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("spent", "budget", "current", "step"),
    [
        (7.99, 10, "full", "full"),
        (8.00, 10, "full", "sample"),
        (9.99, 10, "sample", "sample"),
        (10.0, 10, "sample", "refuse"),
        (50.0, 10, "full", "refuse"),
        (9.60, 10, "refuse", "refuse"),
        (9.40, 10, "refuse", "sample"),
        (7.60, 10, "sample", "sample"),
        (7.40, 10, "sample", "full"),
        (7.40, 10, "refuse", "full"),
        (0.00, 0, "full", "refuse"),
        (99.0, None, "refuse", "full"),
    ],
)
def test_the_step_follows_the_share_of_the_budget(
    spent: float, budget: float | None, current: Degrade, step: Degrade
) -> None:
    """It is entered at 80 and 100 %, and left 5 points below, so that it does not flap when a budget is raised."""
    assert next_step(spent, budget, current) == step


def test_every_price_that_is_used_is_listed() -> None:
    with pytest.raises(KeyError):
        price_units({}, Prices("2026-11-01", "USD", {}), gateway="rest", retention_days=30)
