"""A batch from the queue: read, share out by project, commit, put aside what can never succeed, leave what failed.

There is no partial batch response under a plain deploy: finished messages are deleted here before the batch raises.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Any

from chalicelib.aws.encryption import DataKey, get_data_key
from chalicelib.aws.metering import Usage, metered
from chalicelib.errors import NotFound
from chalicelib.events.rows import NewEvent
from chalicelib.logs import log, log_exception, metrics
from chalicelib.messages import EventMessage, UnreadableMessage, delete_events, put_aside_event, read_event
from chalicelib.processing.pipeline import Refused, UnreadableEvent, process_event
from chalicelib.processing.project_batch import body_samples, commit_project_events
from chalicelib.processing.project_cache import EventProject, find_event_project
from chalicelib.times import utc_now

Record = dict[str, Any]

# What fails this often for a reason nobody foresaw is put aside by us, with that reason, before SQS does it without.
MAX_TRIES = 4
# Of the 60 s that Lambda gives a batch. Later messages are left, so that those that are done get committed and deleted.
MAX_BATCH_SECONDS = 35.0


class LeftForRedelivery(RuntimeError):
    """Some messages failed; the rest of their batch is done and deleted. SQS delivers them again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    record: Record
    message: EventMessage


def process_batch(records: Sequence[Record]) -> None:
    """Work off *records* as Lambda hands them over. Raises LeftForRedelivery when some must come again."""
    now, deadline = utc_now(), monotonic() + MAX_BATCH_SECONDS
    left: list[Record] = []
    for project_id, deliveries in _by_project(_read(records, left)).items():
        try:
            left += _group_project(project_id, deliveries, now, deadline)
        except Exception as error:  # noqa: BLE001 - one project's trouble must not touch the others'
            log_exception("batch_failed", error, project_id=project_id, events=len(deliveries))
            left += [delivery.record for delivery in deliveries]
    metrics({"EventsReceived": (len(records), "Count"), "EventsLeft": (len(left), "Count")}, station="grouping")
    if left:
        waiting = {record["messageId"] for record in left}
        delete_events([record["receiptHandle"] for record in records if record["messageId"] not in waiting])
        raise LeftForRedelivery(f"{len(left)} of {len(records)} messages are left for the next delivery")


def _read(records: Iterable[Record], left: list[Record]) -> Iterable[Delivery]:
    for record in records:
        try:
            yield Delivery(record, read_event(record["body"]))
        except UnreadableMessage as error:
            _put_aside(record, str(error))
        except Exception as error:  # noqa: BLE001 - a body that S3 does not hand over now may come later
            left += _leave(record, error)


def _by_project(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    grouped: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        grouped.setdefault(delivery.message.project_id, []).append(delivery)
    return grouped


def _group_project(project_id: str, deliveries: list[Delivery], now: datetime, deadline: float) -> list[Record]:
    """The records that must come again, among them all that the *deadline* left no time for."""
    if monotonic() > deadline:
        return [delivery.record for delivery in deliveries]
    project = find_event_project(project_id)
    key = _find_key(project_id) if project else None
    if project is None or key is None:
        log("events_of_no_project", project_id=project_id, events=len(deliveries))
        return []
    with metered() as usage:
        _count_deliveries(usage, deliveries)
        processed, refused, left = _process_all(deliveries, project, key, deadline)
        result = commit_project_events(project, list(processed.values()), now, refused, usage)
    failed = {event.event_id for event in result.failed}
    return left + [delivery.record for delivery in deliveries if delivery.message.event_id in failed]


def _count_deliveries(usage: Usage, deliveries: list[Delivery]) -> None:
    new: list[str] = []
    repeated: list[str] = []
    for delivery in deliveries:
        (repeated if _tries(delivery.record) > 1 else new).append(delivery.record["body"])
    usage.count_deliveries(new, repeated)


def _process_all(
    deliveries: list[Delivery], project: EventProject, key: DataKey, deadline: float
) -> tuple[dict[str, NewEvent], Counter[str], list[Record]]:
    """New events by id, refusals by reason, and records to come again. A second event of one id is a duplicate."""
    processed: dict[str, NewEvent] = {}
    refused: Counter[str] = Counter()
    left: list[Record] = []
    for delivery in deliveries:
        if delivery.message.event_id in processed:
            continue
        if monotonic() > deadline:
            left.append(delivery.record)
            continue
        try:
            outcome = process_event(delivery.message, project, key)
        except UnreadableEvent as error:
            _put_aside(delivery.record, str(error))
        except Exception as error:  # noqa: BLE001 - the record loop: one bad event must not delay its neighbours
            left += _leave(delivery.record, error, event_id=delivery.message.event_id)
        else:
            if isinstance(outcome, Refused):
                refused[outcome.reason] += 1
            else:
                processed[outcome.event_id] = _sample(delivery.message, outcome)
    return processed, refused, left


def _sample(message: EventMessage, event: NewEvent) -> NewEvent:
    """The event, without its body when the project's budget keeps a sample and this one is not in it."""
    if not message.is_sampled or body_samples().keeps(message.project_id, event.issue_id):
        return event
    return replace(event, blob=b"")


def _find_key(project_id: str) -> DataKey | None:
    try:
        return get_data_key(project_id)
    except NotFound:
        return None


def _leave(record: Record, error: Exception, **fields: object) -> list[Record]:
    """The record, for its next delivery; none once it was put aside after its last."""
    log_exception("event_failed", error, message_id=record["messageId"], **fields)
    if _tries(record) < MAX_TRIES:
        return [record]
    _put_aside(record, f"failed {MAX_TRIES} times: {error!r}")
    return []


def _tries(record: Record) -> int:
    return int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))


def _put_aside(record: Record, reason: str) -> None:
    log("event_put_aside", level="error", message_id=record["messageId"], reason=reason)
    put_aside_event(record["body"], reason)
