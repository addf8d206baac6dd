"""A batch from the queue: read, share out by project, commit, put aside what can never succeed, leave what failed.

There is no partial batch response under a plain deploy: finished messages are deleted here before the batch raises. An
event that computes for too long is interrupted, and its project's others wait until all other projects had their turn.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import shuffle
from time import monotonic

from chalicelib.aws.encryption import DataKey, get_data_key
from chalicelib.aws.metering import Usage, metered
from chalicelib.aws.queues import Record, count_tries, delete_messages, retry_messages, return_messages
from chalicelib.errors import NotFound
from chalicelib.events.rows import NewEvent
from chalicelib.logs import log, log_exception, metrics
from chalicelib.messages import EventMessage, UnreadableMessage, put_aside_event, read_event
from chalicelib.processing.pipeline import Refused, UnreadableEvent, process_event
from chalicelib.processing.project_batch import body_samples, commit_project_events
from chalicelib.processing.project_cache import EventProject, find_event_project
from chalicelib.time_limit import TimeLimitExceeded, time_limit
from chalicelib.times import utc_now

# What fails this often for a reason nobody foresaw is put aside by us, with that reason, before SQS does it without.
MAX_TRIES = 4
# A hundred times what any event should take. One that takes longer has a second try, after everybody else's first.
MAX_EVENT_SECONDS = 5.0
MAX_SLOW_TRIES = 2
# Who may have killed the worker this often, or was only delivered with the one who did: processed and committed alone.
SUSPECT_TRIES = 3
# Of the 60 s that Lambda gives a batch. Later messages are left, so that those that are done get committed and deleted.
MAX_BATCH_SECONDS = 35.0


class LeftForRedelivery(RuntimeError):
    """Some messages failed; the rest of their batch is done and deleted. SQS delivers them again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    record: Record
    message: EventMessage


@dataclass(slots=True)
class Outcome:
    """What must come again: records that *failed*, those nobody had time for, and what a slow neighbour sends back."""

    failed: list[Record] = field(default_factory=list)
    unreached: list[Record] = field(default_factory=list)
    behind_slow: list[Delivery] = field(default_factory=list)

    @property
    def left(self) -> list[Record]:
        return self.failed + self.unreached


def process_batch(records: Sequence[Record]) -> None:
    """Work off *records* as Lambda hands them over. Raises LeftForRedelivery when some must come again."""
    now, deadline = utc_now(), monotonic() + MAX_BATCH_SECONDS
    outcome = Outcome()
    groups = deque(_group(_read(records, outcome)))
    while groups:
        deliveries = groups.popleft()
        _process_group(deliveries, outcome, now, deadline)
        if outcome.behind_slow:
            # Its project waits until everybody else had a turn.
            groups.append(outcome.behind_slow)
            outcome.behind_slow = []
    counts = {"EventsReceived": (len(records), "Count"), "EventsLeft": (len(outcome.left), "Count")}
    metrics(counts, station="grouping")
    if outcome.left:
        waiting = {record["messageId"] for record in outcome.left}
        delete_messages("events", [record for record in records if record["messageId"] not in waiting])
        retry_messages("events", outcome.failed)
        return_messages("events", outcome.unreached)
        raise LeftForRedelivery(f"{len(outcome.left)} of {len(records)} messages are left for the next delivery")


def _read(records: Iterable[Record], outcome: Outcome) -> Iterator[Delivery]:
    for record in records:
        try:
            yield Delivery(record, read_event(record["body"]))
        except UnreadableMessage as error:
            _put_aside(record, str(error))
        except Exception as error:  # noqa: BLE001 - a body that S3 does not hand over now may come later
            outcome.failed += _leave(record, error)


def _group(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    """By project; first those that bring nothing but first tries, at the end each suspect alone and in no order."""
    grouped: dict[str, list[Delivery]] = {}
    suspects: list[list[Delivery]] = []
    for delivery in deliveries:
        if count_tries(delivery.record) >= SUSPECT_TRIES:
            suspects.append([delivery])
        else:
            grouped.setdefault(delivery.message.project_id, []).append(delivery)
    for group in grouped.values():
        group.sort(key=lambda one: count_tries(one.record))
    shuffle(suspects)
    return [*sorted(grouped.values(), key=lambda group: count_tries(group[-1].record)), *suspects]


def _process_group(deliveries: list[Delivery], outcome: Outcome, now: datetime, deadline: float) -> None:
    project_id = deliveries[0].message.project_id
    left = len(outcome.left)
    try:
        _group_project(project_id, deliveries, outcome, now, deadline)
    except Exception as error:  # noqa: BLE001 - one project's trouble must not touch the others'
        log_exception("batch_failed", error, project_id=project_id, events=len(deliveries))
        outcome.behind_slow = []
        known = {record["messageId"] for record in outcome.left}
        outcome.failed += [one.record for one in deliveries if one.record["messageId"] not in known]
        return
    is_suspect = count_tries(deliveries[0].record) >= SUSPECT_TRIES
    if is_suspect and len(outcome.left) == left and not outcome.behind_slow:
        # The next one may be the one who kills the worker.
        delete_messages("events", [delivery.record for delivery in deliveries])


def _group_project(
    project_id: str, deliveries: list[Delivery], outcome: Outcome, now: datetime, deadline: float
) -> None:
    if monotonic() > deadline:
        outcome.unreached += [delivery.record for delivery in deliveries]
        return
    project = find_event_project(project_id)
    key = _find_key(project_id) if project else None
    if project is None or key is None:
        log("events_of_no_project", project_id=project_id, events=len(deliveries))
        return
    with metered() as usage:
        processed, refused = _process_all(deliveries, project, key, outcome, deadline)
        _count_deliveries(usage, deliveries[: len(deliveries) - len(outcome.behind_slow)])
        result = commit_project_events(project, list(processed.values()), now, refused, usage)
    failed = {event.event_id for event in result.failed}
    outcome.failed += [delivery.record for delivery in deliveries if delivery.message.event_id in failed]


def _count_deliveries(usage: Usage, deliveries: list[Delivery]) -> None:
    new: list[str] = []
    repeated: list[str] = []
    for delivery in deliveries:
        (repeated if count_tries(delivery.record) > 1 else new).append(delivery.record["body"])
    usage.count_deliveries(new, repeated)


def _process_all(
    deliveries: list[Delivery], project: EventProject, key: DataKey, outcome: Outcome, deadline: float
) -> tuple[dict[str, NewEvent], Counter[str]]:
    """New events by id, and refusals by reason. A second event of one id is a duplicate."""
    processed: dict[str, NewEvent] = {}
    refused: Counter[str] = Counter()
    for number, delivery in enumerate(deliveries):
        if delivery.message.event_id in processed:
            continue
        if monotonic() > deadline:
            outcome.unreached.append(delivery.record)
            continue
        try:
            with time_limit(MAX_EVENT_SECONDS):
                event = process_event(delivery.message, project, key)
        except TimeLimitExceeded:
            outcome.failed += _leave_slow(delivery)
            outcome.behind_slow = deliveries[number + 1 :]
            break
        except UnreadableEvent as error:
            _put_aside(delivery.record, str(error))
        except Exception as error:  # noqa: BLE001 - the record loop: one bad event must not delay its neighbours
            outcome.failed += _leave(delivery.record, error, event_id=delivery.message.event_id)
        else:
            if isinstance(event, Refused):
                refused[event.reason] += 1
            else:
                processed[event.event_id] = _sample(delivery.message, event)
    return processed, refused


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
    if count_tries(record) < MAX_TRIES:
        return [record]
    _put_aside(record, f"failed {MAX_TRIES} times: {error!r}")
    return []


def _leave_slow(delivery: Delivery) -> list[Record]:
    """The record of an event that took too long, for its second try; none after that."""
    message, tries = delivery.message, count_tries(delivery.record)
    log("event_too_slow", level="warning", project_id=message.project_id, event_id=message.event_id, tries=tries)
    if tries < MAX_SLOW_TRIES:
        return [delivery.record]
    _put_aside(delivery.record, f"took longer than {MAX_EVENT_SECONDS:g} s in try {tries}, {len(message.body)} bytes")
    return []


def _put_aside(record: Record, reason: str) -> None:
    log("event_put_aside", level="error", message_id=record["messageId"], reason=reason)
    put_aside_event(record["body"], reason)
