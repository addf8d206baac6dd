"""Events of every platform with the hashes that version 1 of grouping gives them: `python -m …golden` writes them anew.

A released version's hashes never move: write the file anew only to add events, and compare what else changed.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from chalicelib.processing.grouping.engine import group
from chalicelib.processing.normalize.event import IngestContext, normalize
from tests.unit.processing.grouping.golden_python import FAILURES
from tests.unit.processing.grouping.golden_shapes import shaped_events

FILE = Path(__file__).parent / "golden.jsonl"
CASES = Path(__file__).parent / "cases"
CONTEXT = IngestContext("42", "1" * 32, datetime(2026, 11, 26, tzinfo=UTC))
# What differs from run to run or names the machine, and nothing groups by.
VOLATILE = ("event_id", "timestamp", "contexts", "modules", "sdk", "server_name", "extra", "breadcrumbs", "release")


def hash_of(event: dict[str, Any]) -> str:
    return group(normalize(json.loads(json.dumps(event)), CONTEXT)).hash


class _Recorder(Transport):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        event = envelope.get_event()
        if event is not None:
            self.events.append(json.loads(json.dumps(event, default=str)))


def python_events() -> Iterator[tuple[str, dict[str, Any]]]:
    """What the real Python SDK makes of failures that happen here."""
    recorder = _Recorder()
    client = sentry_sdk.Client(
        dsn="https://key@localhost/42", transport=recorder, auto_enabling_integrations=False, default_integrations=False
    )
    with sentry_sdk.new_scope() as scope:
        scope.set_client(client)
        for failure in FAILURES:
            try:
                failure()
            except BaseException as error:  # noqa: BLE001 - Whatever it raises is what is recorded.
                sentry_sdk.capture_exception(error)
    for failure, event in zip(FAILURES, recorder.events, strict=True):
        yield f"python sdk: {failure.__name__}", _steady(event)


def _steady(event: dict[str, Any]) -> dict[str, Any]:
    """Without what names this machine: paths begin at the package."""
    kept = {name: value for name, value in event.items() if name not in VOLATILE}
    for exception in kept["exception"]["values"]:
        trace = exception.get("stacktrace") or {"frames": []}
        trace["frames"] = [frame for frame in trace["frames"] if frame.get("function") != python_events.__name__]
        for frame in trace["frames"]:
            frame.pop("vars", None)
            frame["filename"] = frame.get("module", "main").replace(".", "/") + ".py"
            frame["abs_path"] = f"/srv/app/{frame['filename']}"
    return kept


def case_events() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(CASES.glob("*.json")):
        case = json.loads(path.read_text())
        for side in "ab":
            yield f"case {path.stem}: {side}", case[side]


def main() -> None:
    rows = [*python_events(), *case_events(), *shaped_events()]
    written = (
        json.dumps({"name": name, "hash": hash_of(event), "event": event}, sort_keys=True) for name, event in rows
    )
    FILE.write_text("\n".join(written) + "\n")
    sys.stdout.write(f"{len(rows)} events\n")


if __name__ == "__main__":
    main()
