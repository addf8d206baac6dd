"""The worker's process: every queue and schedule of the app, until it is told to stop or its supervisor is gone."""

import importlib
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.parent import stop_with_parent
from infra.local.pump.in_flight import give_back_left_over
from infra.local.pump.mapping import EventSourceMapping
from infra.local.pump.queue import Queue
from infra.local.pump.schedules import Schedule
from infra.local.pump.sources import list_queue_sources, list_schedule_sources
from infra.local.warm_up import warm_up


def main() -> None:
    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    stop_with_parent()
    in_flight = Path(os.environ["MINISENTRY_IN_FLIGHT_FOLDER"])
    in_flight.mkdir(parents=True, exist_ok=True)
    _give_back(in_flight, stop)
    app = importlib.import_module("app").app
    warm_up()
    drivers = start_drivers(app, in_flight)
    stop.wait()
    stop_drivers(drivers)


def start_drivers(app: Any, in_flight: Path) -> list[EventSourceMapping | Schedule]:
    """Everything that calls the handlers of *app*, running."""
    drivers: list[EventSourceMapping | Schedule] = [
        EventSourceMapping(source, Queue(source.queue_name), in_flight) for source in list_queue_sources(app)
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


def _give_back(in_flight: Path, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            count = give_back_left_over(in_flight)
        except (BotoCoreError, ClientError) as error:
            print(f"cannot give back what the last worker held: {error}")
            time.sleep(0.5)
            continue
        if count:
            print(f"gave back {count} messages that the last worker held")
        return


if __name__ == "__main__":
    main()
