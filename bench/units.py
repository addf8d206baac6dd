"""What AWS would bill for an event: the real handlers' code against the emulator, with every call metered.

Each mix sends events through ingestion and then hands the worker batches as Lambda would. Lambda's own time cannot be
had from an emulator: it is this process's CPU plus a documented wait for each call that follows another.
"""

import io
import math
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.cost import Units, dollars_per_million, read_prices
from bench.meter import Bill, Meter
from bench.payloads import EventSource
from chalicelib.aws import clients as aws
from chalicelib.aws.secrets import create_stage_secrets
from chalicelib.aws.tables import reset_connections
from chalicelib.config import settings
from chalicelib.ingest.pipeline import accept_envelope
from chalicelib.ingest.request import IngestRequest
from chalicelib.processing.batch import process_batch
from chalicelib.projects.model import ProjectKey
from chalicelib.projects.store import Project, create_project
from infra.local import environment
from infra.local.emulator import emulator_child, ensure_emulator_environment
from infra.local.folders import StateFolder
from infra.local.resources import deploy_resources
from infra.local.web import answers

EVENTS_PER_MIX = 400
# Sent first and not counted: the issues exist by then, and have posted as many values of a tag as they may.
WARM_EVENTS_PER_ISSUE = 60
# Lambda's poller receives ten messages a call; a batch of 100 is ten calls, and as many to delete them.
RECEIVE_SIZE = 10
# Assumed milliseconds per AWS call inside a region, and the memory the functions are deployed with.
CALL_MILLISECONDS = 6.0
API_GIGABYTES = 1.0
WORKER_GIGABYTES = 1.0


@dataclass(frozen=True, slots=True)
class Mix:
    """*issues* distinct issues among 100 events, handed over in batches of *batch_size*."""

    issues: int
    batch_size: int

    @property
    def name(self) -> str:
        return f"{self.issues} issues per 100, batches of {self.batch_size}"


@dataclass(frozen=True, slots=True)
class Sender:
    """An SDK with its DSN, straight at the ingest handler's steps."""

    project_id: str
    public_key: str
    source: EventSource

    def send(self, issue: int) -> None:
        headers = {"x-sentry-auth": f"Sentry sentry_key={self.public_key}, sentry_version=7, sentry_client=bench/1"}
        body = self.source.body_of(issue).gzip
        accept_envelope(IngestRequest(self.project_id, headers, {}, body, "192.0.2.1", time.time()))


MIXES = (Mix(1, 100), Mix(5, 100), Mix(50, 100), Mix(100, 100), Mix(5, 1))


def measure_units() -> dict[str, Any]:
    """By mix: units and calls per event, and dollars per million events on a REST and on an HTTP API."""
    with _metered_stage() as meter:
        return {mix.name: _measure_mix(meter, mix, project_id=str(number + 1)) for number, mix in enumerate(MIXES)}


def _measure_mix(meter: Meter, mix: Mix, project_id: str) -> dict[str, Any]:
    sender = Sender(project_id, _create_project(project_id), EventSource(mix.issues))
    with meter.paused(), redirect_stdout(io.StringIO()):
        _run_mix(Mix(mix.issues, 100), sender, events=100 * math.ceil(mix.issues * WARM_EVENTS_PER_ISSUE / 100))
    started = time.process_time()
    # Deployed functions log JSON and nothing of Lambda's own below a warning, so that what we print is the bill.
    with redirect_stdout(io.StringIO()) as printed:
        _run_mix(mix, sender, events=EVENTS_PER_MIX)
    cpu_seconds = time.process_time() - started
    return _summarize(meter.reset(), mix, cpu_seconds, log_bytes=len(printed.getvalue()))


def _run_mix(mix: Mix, sender: Sender, events: int) -> None:
    for start in range(0, events, mix.batch_size):
        for sequence in range(start, start + mix.batch_size):
            sender.send(sequence % mix.issues)
        records = _receive(mix.batch_size)
        process_batch(records)
        _delete(records)


def _receive(count: int) -> list[dict[str, Any]]:
    url = aws.queue_url(settings().queue_name("events"))
    records: list[dict[str, Any]] = []
    while len(records) < count:
        size = min(RECEIVE_SIZE, count - len(records))
        answer = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=size, WaitTimeSeconds=1)
        records += [
            {"messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"]}
            for message in answer.get("Messages", [])
        ]
    return records


def _delete(records: list[dict[str, Any]]) -> None:
    url = aws.queue_url(settings().queue_name("events"))
    for start in range(0, len(records), RECEIVE_SIZE):
        entries = [
            {"Id": str(index), "ReceiptHandle": record["receiptHandle"]}
            for index, record in enumerate(records[start : start + RECEIVE_SIZE])
        ]
        aws.client("sqs").delete_message_batch(QueueUrl=url, Entries=entries)


def _summarize(bill: Bill, mix: Mix, cpu_seconds: float, log_bytes: int) -> dict[str, Any]:
    batches = EVENTS_PER_MIX / mix.batch_size
    waiting_calls = sum(count for call, count in bill.calls.items() if call != "sqs.ReceiveMessage")
    units = Units(
        events=EVENTS_PER_MIX,
        gateway_requests=EVENTS_PER_MIX,
        lambda_requests=EVENTS_PER_MIX + batches,
        lambda_gb_seconds=(cpu_seconds + waiting_calls * CALL_MILLISECONDS / 1000)
        * max(API_GIGABYTES, WORKER_GIGABYTES),
        sqs_requests=bill.sqs_requests,
        s3_puts=bill.s3_puts,
        s3_gets=bill.s3_gets,
        dynamodb_write_units=bill.write_units,
        dynamodb_read_units=bill.read_units,
        log_bytes=log_bytes,
        s3_stored_bytes=bill.s3_bytes,
        dynamodb_stored_bytes=sum(bill.row_bytes.values()),
    )
    prices = read_prices()
    return {
        "write_units": bill.write_units / EVENTS_PER_MIX,
        "write_units_by_row": {
            prefix: count / EVENTS_PER_MIX for prefix, count in bill.write_units_by_row.most_common()
        },
        "read_units": bill.read_units / EVENTS_PER_MIX,
        "sqs_requests": bill.sqs_requests / EVENTS_PER_MIX,
        "stored_bytes": (bill.s3_bytes + sum(bill.row_bytes.values())) / EVENTS_PER_MIX,
        "stored_bytes_by_kind": _bytes_by_kind(bill),
        "cpu_ms": cpu_seconds * 1000 / EVENTS_PER_MIX,
        "calls": {call: count / EVENTS_PER_MIX for call, count in sorted(bill.calls.items())},
        "rest": dollars_per_million(units, prices, "rest"),
        "http": dollars_per_million(units, prices, "http"),
    }


def _bytes_by_kind(bill: Bill) -> dict[str, float]:
    """Stored bytes per event: packs in S3, and rows by the first part of their key."""
    kinds = Counter({"packs": bill.s3_bytes})
    for (_, partition, _), size in bill.row_bytes.items():
        kinds[partition.partition("#")[0]] += size
    return {kind: size / EVENTS_PER_MIX for kind, size in kinds.most_common()}


def _create_project(project_id: str) -> str:
    public_key = f"{int(project_id):032x}"
    key = ProjectKey(public_key, "bench", project_id, "bench", is_active=True)
    create_project(Project(project_id, "bench", f"bench-{project_id}", "Bench", public_key), key)
    return public_key


@contextmanager
def _metered_stage() -> Iterator[Meter]:
    """A stage on an emulator of its own, made from the templates, with every call of this process metered."""
    with tempfile.TemporaryDirectory(prefix="minisentry-bench-") as temporary:
        folder = StateFolder(Path(temporary))
        folder.create()
        child, endpoint = emulator_child(folder, ensure_emulator_environment())
        child.start()
        # What starts after this must not inherit where we pointed ourselves.
        before = dict(os.environ)
        try:
            while not answers(f"{endpoint}/_ministack/health"):
                time.sleep(0.05)
            _point_here(endpoint)
            meter = Meter()
            meter.listen()
            yield meter
        finally:
            os.environ.clear()
            os.environ.update(before)
            child.stop(grace_seconds=10)


def _point_here(endpoint: str) -> None:
    environment.use_emulator(endpoint)
    environment.use_stage("http://localhost")
    settings.cache_clear()
    aws.reset_clients()
    reset_connections()
    deploy_resources()
    create_stage_secrets()
