"""A whole stage as one version's code left it, kept in `tests/data/` for the versions after it.

At each release `python -m tests.flow.recorded_stage 1.0.0` writes `tests/data/v1.0.0.json.gz`: a project with events
of all platforms, some sent over the wire; every change that the API knows, made once by the owner; what is then
answered to every GET; both tables' items, all objects, the stage's secrets, and messages that are left in the queues.
"""

import base64
import gzip
import json
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from app import app
from chalicelib.aws import clients as aws
from chalicelib.aws.secrets import read_secret, write_secret
from chalicelib.config import QueueKind, settings
from chalicelib.times import utc_now
from tests.api_client import Answer, ApiClient
from tests.conftest import STACK_VARIABLES
from tests.flow.access_requests import BODIES
from tests.flow.access_world import World
from tests.flow.conftest import world_on_moto
from tests.flow.stage_events import EventQueue, error_event, message_of
from tests.triage_world import run_queued_jobs, tell_notifications

DATA = Path(__file__).parents[1] / "data"
GOLDEN = Path(__file__).parents[1] / "unit" / "processing" / "grouping" / "golden.jsonl"
TABLES = ("core", "hot")
BUCKETS = ("events", "artifacts")
QUEUES: tuple[QueueKind, ...] = ("events", "notifications", "jobs", "mails")
SECRETS = ("master-key", "jwt-keys", "setup-token")
BEGINNING = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Signing in adds a session; versions and keys are no stage's data.
NOT_ASKED = {
    "/.well-known/jwks.json",
    "/auth/config",
    "/auth/sessions",
    "/health",
    "/openapi.json",
}
# What SDKs and Sentry's tools ask is answered from the same rows.
OTHERS_ROUTES = ("/0/", "/{project_id}/", "/embed/")
WIRED, FED_BACK = "e" * 32, "f" * 32
WAITING = [letter * 32 for letter in "abc"]


def recorded_versions() -> list[Path]:
    return sorted(DATA.glob("v*.json.gz"))


def read_recording(path: Path) -> dict[str, Any]:
    recording: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return recording


@contextmanager
def at_the_time_of(recording: dict[str, Any]) -> Iterator[None]:
    """The clock stands still where the recording ends, so that ages and priorities are what they were."""
    with time_machine.travel(datetime.fromisoformat(recording["at"]), tick=False):
        yield


def load(recording: dict[str, Any]) -> None:
    """Fill an empty stage."""
    stage = settings()
    for name, items in recording["tables"].items():
        for item in items:
            aws.client("dynamodb").put_item(TableName=stage.table_name(name), Item=_with_bytes(item))
    for path, stored in recording["objects"].items():
        bucket, _, key = path.partition("/")
        more = {"ContentEncoding": stored["encoding"]} if "encoding" in stored else {}
        body = base64.b64decode(stored["body"])
        aws.client("s3").put_object(Bucket=stage.bucket_name(bucket), Key=key, Body=body, **more)  # type: ignore[arg-type]
    for name, value in recording["secrets"].items():
        write_secret(name, value)
    for queue, bodies in recording["queues"].items():
        for body in bodies:
            aws.client("sqs").send_message(QueueUrl=aws.queue_url(stage.queue_name(queue)), MessageBody=body)


def record(version: str) -> dict[str, Any]:
    """Make a stage with everything in it, ask it everything, and return it whole."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"MINISENTRY_REGISTRATION": "open", **STACK_VARIABLES}.items():
            patch.setenv(name, value)
        with time_machine.travel(BEGINNING, tick=True) as clock:
            (recording,) = [_record(world, clock) for world in world_on_moto(patch)]
    return {"version": version, **recording}


def _record(world: World, clock: Any) -> dict[str, Any]:
    project_id = world.shared["project_id"]
    queue = EventQueue()
    _send_events(queue, project_id)
    _send_over_the_wire(world)
    queue.drain()
    _make_every_change(world)
    queue.drain()
    tell_notifications()
    run_queued_jobs()
    recurring = _triage(world)
    clock.shift(timedelta(minutes=10))
    _leave_messages(world, queue)
    paths = [*_get_routes(world), *_more_paths(project_id, recurring)]
    at = utc_now()
    with time_machine.travel(at, tick=False):
        owner = _owner(world)
        answers = {path: _must(owner.get(path)).body for path in dict.fromkeys(paths)}
    return {
        "at": at.isoformat(),
        "email": world.users["owner"].email,
        "project_id": project_id,
        "org_slug": world.acme,
        "recurring": recurring,
        "answers": answers,
        "queues": {queue: _take_all(queue) for queue in QUEUES},
        "tables": {name: _items(name) for name in TABLES},
        "objects": dict(_objects()),
        "secrets": {name: read_secret(name) for name in SECRETS},
    }


def _owner(world: World) -> ApiClient:
    return ApiClient(token=world.new_session("owner"))


def _must(answer: Answer) -> Answer:
    assert answer.status < 300, answer.text
    return answer


def _send_events(queue: EventQueue, project_id: str) -> None:
    golden = [json.loads(line)["event"] for line in GOLDEN.read_text().splitlines()][::5]
    for number, event in enumerate(golden):
        user = {"id": str(number % 7), "email": f"u{number % 7}@example.com"}
        fields = {"user": user, "release": f"shop@1.{number % 3}.0", "tags": {"region": ["eu", "us"][number % 2]}}
        at = BEGINNING - timedelta(minutes=number)
        queue.send(message_of({**event, **fields}, project_id=project_id, received_at=at))
    for number in range(3):
        at = BEGINNING - timedelta(hours=number)
        queue.send(
            message_of(error_event("Recurring"), project_id=project_id, event_id=f"{number:032x}", received_at=at)
        )
    queue.drain()


def _send_over_the_wire(world: World) -> None:
    """An envelope of an error, an attachment, a report by its user and one by the SDK; feedback; a CSP violation."""
    project_id, slug = world.shared["project_id"], world.shared["project_slug"]
    keys = _must(_owner(world).get(f"/organizations/{world.acme}/projects/{slug}/keys")).body["data"]
    wire, query = ApiClient(), {"sentry_key": keys[0]["public_key"]}
    report = {"event_id": WIRED, "name": "Ann", "email": "ann@example.com", "comments": "it broke"}
    discarded = [{"reason": "sample_rate", "category": "error", "quantity": 3}]
    error = _envelope(
        WIRED,
        ({"type": "event"}, _json({**error_event("Wired"), "event_id": WIRED})),
        ({"type": "attachment", "filename": "log.txt", "content_type": "text/plain"}, b"hello"),
        ({"type": "user_report"}, _json(report)),
        ({"type": "client_report"}, _json({"timestamp": BEGINNING.timestamp(), "discarded_events": discarded})),
    )
    said = {"message": "The cart is empty", "contact_email": "bob@example.com", "associated_event_id": WIRED}
    feedback = _json({"event_id": FED_BACK, "contexts": {"feedback": said}})
    violation = {
        "document-uri": "https://shop.example.com/",
        "effective-directive": "script-src",
        "blocked-uri": "https://cdn.example.com/x.js",
    }
    _must(wire.call("POST", f"/{project_id}/envelope", raw=error, query=query))
    _must(
        wire.call(
            "POST", f"/{project_id}/envelope", raw=_envelope(FED_BACK, ({"type": "feedback"}, feedback)), query=query
        )
    )
    _must(wire.call("POST", f"/{project_id}/security", {"csp-report": violation}, query=query))


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _envelope(event_id: str, *items: tuple[dict[str, Any], bytes]) -> bytes:
    lines = [_json({"event_id": event_id})]
    for header, body in items:
        lines += [_json({**header, "length": len(body)}), body]
    return b"\n".join(lines)


def _make_every_change(world: World) -> None:
    """Refusals are no fault: what the owner may not do (take another's invitation) leaves nothing behind."""
    for route in sorted(f"{method} {path}" for path, methods in app.routes.items() for method in methods):
        method, path = route.split()
        if method in {"GET", "OPTIONS"} or route.startswith("POST /{project_id}/") or path == "/tunnel":
            continue
        values = world.values(method, path, "owner")
        make_body = BODIES.get(route)
        _owner(world).call(method, path.format(**values), make_body(world, values) if make_body else None)


def _triage(world: World) -> str:
    """The issue that will recur: resolved, commented, assigned, bookmarked. Returns its id."""
    owner, project = _owner(world), f"/projects/{world.shared['project_id']}"
    recurring = str(_must(owner.get(f"{project}/issues", query="Recurring")).body["data"][0]["id"])
    issue = f"{project}/issues/{recurring}"
    _must(owner.put(issue, {"status": "resolved"}))
    _must(owner.put(issue, {"assignee_id": world.users["member"].user_id}))
    _must(owner.post(f"{issue}/comments", {"content": "Fixed in *main*"}))
    _must(owner.put(f"{issue}/bookmark"))
    _must(owner.put(f"{issue}/subscription"))
    return recurring


def _leave_messages(world: World, queue: EventQueue) -> None:
    """A recurrence, a new error and one too large for a message; an export, an erasure and a change of many issues."""
    project_id, now = world.shared["project_id"], utc_now()
    large = {"extra": {"noise": [random.Random(number).randbytes(400).hex() for number in range(500)]}}
    for event_id, event in zip(
        WAITING, (error_event("Recurring"), error_event("Waiting"), {**error_event("Large"), **large}), strict=True
    ):
        queue.send(message_of(event, project_id=project_id, event_id=event_id, received_at=now))
    owner, project = _owner(world), f"/projects/{project_id}"
    _must(owner.post(f"{project}/export", {}))
    _must(owner.post(f"{project}/users/erase", {"id": "3"}))
    _must(owner.put(f"{project}/issues", {"filters": {"query": "is:unresolved"}, "status": "ignored"}))


def _get_routes(world: World) -> list[str]:
    """Every GET of our API, with values that exist."""
    asked = (path for path, methods in app.routes.items() if "GET" in methods and path not in NOT_ASKED)
    paths = sorted(path for path in asked if not path.startswith(OTHERS_ROUTES))
    return [path.format(**world.values("GET", path, "owner")) for path in paths]


def _more_paths(project_id: str, recurring: str) -> list[str]:
    project = f"/projects/{project_id}"
    issue = f"{project}/issues/{recurring}"
    parts = ("", "/activity", "/comments", "/events", "/tags", "/grouping", "/hashes", "/stats")
    lists = ("issues?query=is:resolved", "issues?limit=100", "events?limit=100")
    return [
        *(issue + part for part in parts),
        *(f"{project}/{query}" for query in lists),
        f"/events/{WIRED}",
        f"/events/{FED_BACK}",
    ]


def _take_all(queue: QueueKind) -> list[str]:
    url, bodies = aws.queue_url(settings().queue_name(queue)), []
    while found := aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in found:
            bodies.append(message["Body"])
            aws.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def _items(table: str) -> list[Any]:
    pages = aws.client("dynamodb").get_paginator("scan").paginate(TableName=settings().table_name(table))  # type: ignore[arg-type]
    return [_without_bytes(item) for page in pages for item in page["Items"]]


def _objects() -> Iterator[tuple[str, dict[str, str]]]:
    s3 = aws.client("s3")
    for kind in BUCKETS:
        bucket = settings().bucket_name(kind)  # type: ignore[arg-type]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for found in page.get("Contents", []):
                got = s3.get_object(Bucket=bucket, Key=found["Key"])
                stored = {"body": base64.b64encode(got["Body"].read()).decode()}
                if encoding := got.get("ContentEncoding"):
                    stored["encoding"] = encoding
                yield f"{kind}/{found['Key']}", stored


def _without_bytes(value: Any) -> Any:
    """JSON holds DynamoDB's binary values in base64, as `{"__b": …}`."""
    if isinstance(value, bytes):
        return {"__b": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {key: _without_bytes(part) for key, part in value.items()}
    return [_without_bytes(part) for part in value] if isinstance(value, list) else value


def _with_bytes(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"__b"}:
            return base64.b64decode(value["__b"])
        return {key: _with_bytes(part) for key, part in value.items()}
    return [_with_bytes(part) for part in value] if isinstance(value, list) else value


if __name__ == "__main__":
    written = DATA / f"v{sys.argv[1]}.json.gz"
    text = json.dumps(record(sys.argv[1]), sort_keys=True).encode()
    written.write_bytes(gzip.compress(text, 9, mtime=0))
    sys.stdout.write(f"{written}: {written.stat().st_size:,} bytes\n")
