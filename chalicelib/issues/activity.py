"""What happened to an issue: who, what, when, from what to what. Rows beside the issue, read newest first.

An entry stays with the issue it tells of. Readers take the ids of all issues that are merged into one.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord, read_page
from chalicelib.ids import new_time_id, time_of
from chalicelib.times import format_time


class ActivityRecord(CoreRecord):
    id = UnicodeAttribute()
    type = UnicodeAttribute()
    user_id = UnicodeAttribute(null=True)
    content = JSONAttribute(null=True)
    created_at = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class Activity:
    """*user_id* is None for what nobody did: a regression, an ignore that ran out."""

    id: str
    type: str
    user_id: str | None
    created_at: str
    data: Mapping[str, Any] = field(default_factory=dict)


def new_activity(kind: str, user_id: str | None, now: datetime, data: Mapping[str, Any]) -> Activity:
    return Activity(new_time_id(now), kind, user_id, format_time(now), data)


def record_activity(project_id: str, issue_id: str, activity: Activity) -> None:
    """Store one entry; storing it again under its id changes nothing."""
    _record(project_id, issue_id, activity).save()


def list_activity(
    project_id: str, issue_ids: Sequence[str], *, before: str | None = None, limit: int = 25
) -> list[Activity]:
    """Up to *limit* entries of all the issues, newest first, from the one before the id *before*; one query each."""
    found = [_read_activity(project_id, issue_id, before, limit) for issue_id in issue_ids]
    return list(islice(heapq.merge(*found, key=lambda entry: entry.id, reverse=True), limit))


def _read_activity(project_id: str, issue_id: str, before: str | None, limit: int) -> Iterator[Activity]:
    rows = read_page(
        ActivityRecord,
        keys.issue(project_id, issue_id),
        keys.ACTIVITY,
        keys.ACTIVITY_END,
        beyond=keys.activity(time_of(before) or "", before) if before else None,
        limit=limit,
        newest_first=True,
    )
    return map(_activity, rows)


def _record(project_id: str, issue_id: str, activity: Activity) -> ActivityRecord:
    return ActivityRecord(
        keys.issue(project_id, issue_id),
        keys.activity(activity.created_at, activity.id),
        id=activity.id,
        type=activity.type,
        user_id=activity.user_id,
        content=dict(activity.data),
        created_at=activity.created_at,
    )


def _activity(record: ActivityRecord) -> Activity:
    return Activity(record.id, record.type, record.user_id, record.created_at, record.content or {})
