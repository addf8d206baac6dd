"""Structured logs and metrics: one JSON line each on standard output, where CloudWatch picks both up."""

import sys
import time
import traceback
from collections.abc import Mapping

import orjson

from chalicelib.self_report import report_error

METRIC_NAMESPACE = "MiniSentry"


def log(event: str, **fields: object) -> None:
    """Write one line. *event* names what happened in snake_case; *fields* never hold bodies, addresses or secrets."""
    _write({"event": event, "at": _now_ms(), **fields})


def log_exception(event: str, error: BaseException, **fields: object) -> None:
    """Write one line with the type, message and stack of an error that nobody expected, and report it if configured."""
    log(event, error=repr(error), stack="".join(traceback.format_exception(error))[-8000:], level="error", **fields)
    report_error(event, error, fields)


def metric(name: str, value: float, unit: str = "Count", **dimensions: str) -> None:
    """Count or measure something. CloudWatch extracts it from the log line (embedded metric format), at no API call.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    metrics({name: (value, unit)}, **dimensions)


def metrics(values: Mapping[str, tuple[float, str]], **dimensions: str) -> None:
    """Several metrics that share their dimensions, in one line."""
    _write(
        {
            "_aws": {
                "Timestamp": _now_ms(),
                "CloudWatchMetrics": [
                    {
                        "Namespace": METRIC_NAMESPACE,
                        "Dimensions": [list(dimensions)],
                        "Metrics": [{"Name": name, "Unit": unit} for name, (_, unit) in values.items()],
                    }
                ],
            },
            **dimensions,
            **{name: value for name, (value, _) in values.items()},
        }
    )


def _write(line: Mapping[str, object]) -> None:
    sys.stdout.write(orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode() + "\n")


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
