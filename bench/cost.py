"""Dollars out of counted units: a pure model over the dated prices that MiniSentry ships. Free tiers are left out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chalicelib.projects.costs import PRICES_FILE, Gateway

GIGABYTE = 1_000_000_000
MILLION = 1_000_000
DAYS_PER_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class Units:
    """What *events* events used up on AWS, as counted.

    *gateway_requests* are what SDKs sent; *sqs_requests* count each 64 KB of a call once; stored bytes are what lies
    there until *retention_days* end.
    """

    events: int
    gateway_requests: float = 0.0
    lambda_requests: float = 0.0
    lambda_gb_seconds: float = 0.0
    sqs_requests: float = 0.0
    s3_puts: float = 0.0
    s3_gets: float = 0.0
    dynamodb_write_units: float = 0.0
    dynamodb_read_units: float = 0.0
    log_bytes: float = 0.0
    s3_stored_bytes: float = 0.0
    dynamodb_stored_bytes: float = 0.0
    retention_days: int = 30


def read_prices(path: Path = PRICES_FILE) -> dict[str, float]:
    return dict(json.loads(path.read_text())["prices"])


def dollars_per_million(units: Units, prices: Mapping[str, float], gateway: Gateway = "rest") -> dict[str, float]:
    """Dollars for a million such events by service, with their sum as `total`."""
    months = units.retention_days / DAYS_PER_MONTH
    per_gateway_request = prices["rest_api_per_million" if gateway == "rest" else "http_api_per_million"] / MILLION
    spent = {
        "gateway": units.gateway_requests * per_gateway_request,
        "lambda": units.lambda_requests * prices["lambda_requests_per_million"] / MILLION
        + units.lambda_gb_seconds * prices["lambda_arm64_per_million_gb_seconds"] / MILLION,
        "sqs": units.sqs_requests * prices["sqs_per_million_64kb"] / MILLION,
        "dynamodb": units.dynamodb_write_units * prices["dynamodb_write_units_per_million"] / MILLION
        + units.dynamodb_read_units * prices["dynamodb_read_units_per_million"] / MILLION
        + units.dynamodb_stored_bytes / GIGABYTE * prices["dynamodb_per_gb_month"] * months,
        "s3": units.s3_puts * prices["s3_put_per_million"] / MILLION
        + units.s3_gets * prices["s3_get_per_million"] / MILLION
        + units.s3_stored_bytes / GIGABYTE * prices["s3_per_gb_month"] * months,
        "logs": units.log_bytes / GIGABYTE * prices["logs_per_gb"],
    }
    scaled = {service: dollars * MILLION / units.events for service, dollars in spent.items()}
    return scaled | {"total": sum(scaled.values())}


def idle_dollars_per_month(alarms: int = 13, sweeps_per_hour: int = 12, path: Path = PRICES_FILE) -> dict[str, float]:
    """What a stage costs that nobody sends to, alone in its account, after what AWS gives every month for ever."""
    content = json.loads(path.read_text())
    prices, free = content["prices"], content["free_each_month"]
    hours = DAYS_PER_MONTH * 24
    # Lambda's pollers: five for each of the three queues that feed a function, each asking every 20 seconds.
    polls = 3 * 5 * 3 * 60 * hours
    sweeps = sweeps_per_hour * hours
    spent = {
        "alarms": max(0, alarms - free["cloudwatch_alarms"]) * prices["cloudwatch_alarm_month"],
        "sqs": max(0.0, polls - free["sqs_requests"]) * prices["sqs_per_million_64kb"] / MILLION,
        "lambda": max(0.0, sweeps - free["lambda_requests"]) * prices["lambda_requests_per_million"] / MILLION,
        "dynamodb": sweeps * 8 * prices["dynamodb_read_units_per_million"] / MILLION,
    }
    return spent | {"total": sum(spent.values())}
