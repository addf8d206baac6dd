"""The worker's process: every queue and schedule of the app, until it is told to stop or its supervisor is gone."""

import contextlib
import importlib
import os
import signal
import threading
from typing import Any

import urllib3

from infra.local.emulator_queues import RETURN_MESSAGES_PATH
from infra.local.handler_time import report_handler_time
from infra.local.lambda_poller.mapping import EventSourceMapping
from infra.local.lambda_poller.queue import Queue
from infra.local.lambda_poller.schedules import Schedule
from infra.local.lambda_poller.sources import list_queue_sources, list_schedule_sources
from infra.local.parent import stop_with_parent
from infra.local.warm_up import warm_up
from infra.local.web import call


def main() -> None:
    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    stop_with_parent()
    app = importlib.import_module("app").app
    warm_up()
    _return_messages()
    report_handler_time("worker")
    drivers = start_drivers(app)
    stop.wait()
    stop_drivers(drivers)


def start_drivers(app: Any) -> list[EventSourceMapping | Schedule]:
    """Everything that calls the handlers of *app*, running."""
    drivers: list[EventSourceMapping | Schedule] = [
        EventSourceMapping(source, Queue(source.queue_name)) for source in list_queue_sources(app)
    ]
    drivers += [Schedule(source) for source in list_schedule_sources(app)]
    for driver in drivers:
        driver.start()
    return drivers


def stop_drivers(drivers: list[EventSourceMapping | Schedule]) -> None:
    for driver in drivers:
        driver.begin_stop()
    for driver in drivers:
        driver.join()


def _return_messages() -> None:
    """Ask our emulator for what a killed worker held; elsewhere its visibility timeout brings it back, as on AWS."""
    with contextlib.suppress(urllib3.exceptions.HTTPError):
        call("POST", os.environ["AWS_ENDPOINT_URL"].rstrip("/") + RETURN_MESSAGES_PATH)


if __name__ == "__main__":
    main()
