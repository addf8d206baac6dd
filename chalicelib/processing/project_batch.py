"""A project's processed events in, counted issues out: pack, stream, transactions, and what stands beside them.

Pack and stream come first: whoever finds an event's row finds its bytes. So do postings: whoever sees an issue counted
finds the tags it was counted with. What comes after the count is approximate or repaired by the sweep, so its failure
is logged and costs no event.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.artifacts.unmapped import store_unmapped
from chalicelib.aws import keys
from chalicelib.aws.metering import Usage
from chalicelib.aws.rows import Key, Row, put_rows
from chalicelib.events.packs import StreamEntry, pack_name, pack_stream, store_pack
from chalicelib.events.rows import NewEvent
from chalicelib.issues.counting import CommitResult, Committed, commit_events
from chalicelib.issues.counting_plans import BatchScope
from chalicelib.issues.facets import count_facets
from chalicelib.issues.postings import kept_postings, new_postings
from chalicelib.logs import log_exception
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.processing.project_cache import EventProject, kept_projects
from chalicelib.projects.statistics import LEVEL_PREFIX, UNIT_PREFIX, UNMAPPED, add_counts
from chalicelib.projects.store import mark_first_event
from chalicelib.releases.adoption import counted_versions
from chalicelib.releases.store import record_releases
from chalicelib.times import format_time

KEPT_ONE_IN = 10
MAX_REMEMBERED_ISSUES = 100_000


class BodySamples:
    """Counts each issue's events as this process saw them; a process that starts anew keeps the next of each issue."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def keeps(self, project_id: str, issue_id: str) -> bool:
        """Whether the body of the issue's next event is kept."""
        if len(self._seen) >= MAX_REMEMBERED_ISSUES:
            self._seen.clear()
        self._seen[project_id, issue_id] += 1
        return self._seen[project_id, issue_id] % KEPT_ONE_IN == 1


@cache
def body_samples() -> BodySamples:
    """This process's counts."""
    return BodySamples()


BATCH_ID_BYTES = 6
# What an event's rows weigh beside its summary: names, keys, its entries in two lists, and DynamoDB's own 100 bytes.
EVENT_ROW_BYTES = 400


def commit_project_events(
    project: EventProject, events: Sequence[NewEvent], now: datetime, refused: Counter[str], usage: Usage
) -> CommitResult:
    """Store and count *events*, of which no two share an id. *refused* are filtered events to count, by reason.

    *usage* is what all this is using of AWS, and is counted with them.
    """
    result = CommitResult()
    if events:
        scope = new_scope(project, now)
        record_releases(project.project_id, _releases(events))
        placed = _store(scope, events)
        usage.units["stored_bytes"] += sum(len(event.blob) for event in placed)
        events_by_issue = _by_issue(placed)
        post_tags(scope, events_by_issue)
        result = commit_events(scope, events_by_issue)
        add_facets(scope, result.committed)
        _note_unmapped(scope, result)
        _note_first_event(project, result)
        _announce(scope, result)
    _count_outcomes(project.project_id, result, now, refused, usage)
    return result


def new_scope(project: EventProject, now: datetime) -> BatchScope:
    batch_id = secrets.token_hex(BATCH_ID_BYTES)
    retention_days = project.settings.retention_days
    return BatchScope(
        project_id=project.project_id,
        organization_id=project.organization_id,
        batch_id=batch_id,
        pack=pack_name(retention_days, format_time(now), project.project_id, batch_id),
        retention_days=retention_days,
        now=format_time(now),
        now_ms=round(now.timestamp() * 1000),
    )


def _store(scope: BatchScope, events: Sequence[NewEvent]) -> list[NewEvent]:
    """Put the pack and the project's stream row; the events know their place in the pack from here on.

    An event whose body a budget left out has an empty blob.
    """
    placed, offset = [], 0
    for event in events:
        placed.append(replace(event, offset=offset))
        offset += len(event.blob)
    if offset:
        store_pack(scope.pack, [event.blob for event in placed])
    newest_ms = max(event.received_ms for event in placed)
    entries = pack_stream(StreamEntry(event.received_ms, event.event_id) for event in placed)
    row = {
        "pk": keys.stream(scope.project_id, keys.stream_shard(scope.batch_id)),
        "sk": keys.batch(newest_ms, scope.batch_id),
        "entries": entries,
        "expires_at": scope.expires_at(),
    }
    put_rows("hot", [row])
    return placed


def _by_issue(events: Sequence[NewEvent]) -> dict[str, list[NewEvent]]:
    grouped: dict[str, list[NewEvent]] = {}
    for event in events:
        grouped.setdefault(event.issue_id, []).append(event)
    return grouped


def _releases(events: Sequence[NewEvent]) -> dict[str, str]:
    first_seen: dict[str, str] = {}
    for event in events:
        if event.release:
            first_seen[event.release] = min(event.received_at, first_seen.get(event.release, event.received_at))
    return first_seen


def post_tags(scope: BatchScope, events_by_issue: Mapping[str, Sequence[NewEvent]]) -> None:
    rows: dict[Key, Row] = {}
    for issue_id, events in events_by_issue.items():
        posted = new_postings(scope.project_id, issue_id, events, scope.now_ms, scope.expires_at())
        rows |= {(row["pk"], row["sk"]): row for row in posted}
    try:
        put_rows("hot", list(rows.values()))
    except (ClientError, BotoCoreError, TimeoutError) as error:
        log_exception("postings_lost", error, project_id=scope.project_id)
        # What this process took for written may not be there: it puts every posting again.
        kept_postings.cache_clear()


def add_facets(scope: BatchScope, committed: Iterable[Committed]) -> None:
    """An issue may have been counted in several transactions: the last of its rows holds what all of them added."""
    rows: dict[Key, Row] = {}
    for commit in committed:
        counted = count_facets(commit.issue, commit.events, scope.expires_at())
        rows |= {(row["pk"], row["sk"]): row for row in counted}
    try:
        put_rows("hot", list(rows.values()))
    except (ClientError, BotoCoreError, TimeoutError) as error:
        log_exception("facets_lost", error, project_id=scope.project_id)


def _note_unmapped(scope: BatchScope, result: CommitResult) -> None:
    """Remember what lacked source maps and can be mapped later; a budget may have left out its body."""
    events = [event for commit in result.committed for event in commit.events if event.lacks_maps and event.blob]
    if not events:
        return
    newest_ms = max(event.received_ms for event in events)
    try:
        store_unmapped(
            scope.project_id, newest_ms, scope.batch_id, {event.event_id: event.lacks_maps for event in events}
        )
    except (ClientError, BotoCoreError, TimeoutError) as error:
        log_exception("unmapped_events_lost", error, project_id=scope.project_id)


def _note_first_event(project: EventProject, result: CommitResult) -> None:
    if project.first_event_at is None and result.committed:
        first = min(event.received_at for commit in result.committed for event in commit.events)
        mark_first_event(project.project_id, first)
        kept_projects().forget(project.project_id)


def _announce(scope: BatchScope, result: CommitResult) -> None:
    """Wake the notify Lambda. The outbox rows are there already, so the sweep finds what is not announced."""
    outbox_ids = [commit.outbox.id for commit in result.committed if commit.outbox is not None]
    if not outbox_ids:
        return
    try:
        send_notification(NotificationMessage(scope.project_id, outbox_ids))
    except (ClientError, BotoCoreError) as error:
        log_exception("announcement_left_to_sweep", error, project_id=scope.project_id)


def _count_outcomes(project_id: str, result: CommitResult, now: datetime, refused: Counter[str], usage: Usage) -> None:
    counts: Counter[str] = Counter({f"filtered:{reason}": count for reason, count in refused.items()})
    versions = [event.release for commit in result.committed for event in commit.events]
    counts.update(counted_versions().count(project_id, format_time(now)[:13], versions))
    for commit in result.committed:
        counts["accepted:event"] += len(commit.events)
        counts.update(f"{LEVEL_PREFIX}{event.level}" for event in commit.events)
        unmapped = sum(bool(event.lacks_maps) for event in commit.events)
        if unmapped:
            counts[UNMAPPED] += unmapped
        usage.units["row_bytes"] += sum(len(event.summary) + EVENT_ROW_BYTES for event in commit.events)
    if result.late:
        counts["dropped:deleted_issue"] += len(result.late)
    counts.update({f"{UNIT_PREFIX}{name}": amount for name, amount in usage.summarize().items()})
    try:
        add_counts(project_id, format_time(now), counts)
    except (ClientError, BotoCoreError) as error:
        log_exception("statistics_lost", error, project_id=project_id)
