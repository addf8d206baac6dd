"""What the Chalice app says it wants to be called for: queues and schedules, with the functions behind them."""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Handler = Callable[[dict[str, Any], Any], Any]

# Lambda's own limits: without a window a batch holds at most 10 messages.
_MAX_BATCH_WITHOUT_WINDOW = 10
_DEFAULT_CONCURRENCY = 10
_SECONDS_PER_UNIT = {"minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")


@dataclass(frozen=True, slots=True)
class QueueSource:
    """One event source mapping."""

    function_name: str
    handler: Handler
    queue_name: str
    batch_size: int
    window_seconds: float
    maximum_concurrency: int


@dataclass(frozen=True, slots=True)
class ScheduleSource:
    """One EventBridge rule."""

    function_name: str
    handler: Handler
    every_seconds: float
    expression: str


class UnsupportedScheduleError(ValueError):
    """A schedule that is not `rate(…)`; the local stack has no calendar."""


def list_queue_sources(app: Any) -> list[QueueSource]:
    return [_queue_source(app, config) for config in app.event_sources if hasattr(config, "queue_arn")]


def list_schedule_sources(app: Any) -> list[ScheduleSource]:
    return [_schedule_source(app, config) for config in app.event_sources if hasattr(config, "schedule_expression")]


def _queue_source(app: Any, config: Any) -> QueueSource:
    window = float(config.maximum_batching_window_in_seconds or 0)
    size = int(config.batch_size)
    return QueueSource(
        function_name=config.name,
        handler=_load_handler(app, config),
        queue_name=config.queue or config.queue_arn.rpartition(":")[2],
        batch_size=size if window else min(size, _MAX_BATCH_WITHOUT_WINDOW),
        window_seconds=window,
        maximum_concurrency=int(config.maximum_concurrency or _DEFAULT_CONCURRENCY),
    )


def _schedule_source(app: Any, config: Any) -> ScheduleSource:
    expression = config.schedule_expression
    text = expression if isinstance(expression, str) else expression.to_string()
    found = _RATE.fullmatch(text)
    if found is None:
        raise UnsupportedScheduleError(f"{config.name}: {text}; the local stack understands rate(…) only")
    every = int(found[1]) * _SECONDS_PER_UNIT[found[2]]
    return ScheduleSource(config.name, _load_handler(app, config), float(every), text)


def _load_handler(app: Any, config: Any) -> Handler:
    """The entry that Lambda would import (`module.function`), which for a blueprint goes past app.py."""
    module_name, _, attribute = config.handler_string.rpartition(".")
    if module_name == "app":
        return app.handler_map[config.name]  # type: ignore[no-any-return]
    handler: Handler = getattr(importlib.import_module(module_name), attribute)
    return handler
