"""Keeps issue indexes fresh: a process's copy of each project, loaded from its snapshot, fed with what changed since.

Staleness: a copy is at most a second old when it is asked (longer where refreshing takes long: five times its
duration), plus the lag of DynamoDB's index of changes. A change is looked for again until its minute is well over.
"""

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock, RLock
from typing import Any

from chalicelib.aws import client
from chalicelib.config import settings
from chalicelib.model import format_time
from chalicelib.queue import JobMessage, send_job
from chalicelib.storage import keys
from chalicelib.storage.index_files import load_snapshot
from chalicelib.storage.issue_index import IssueIndex
from chalicelib.storage.issues import Issue, find_own_issues

MAX_STALE_SECONDS = 1.0
MAX_BACKED_OFF_SECONDS = 10.0
REFRESH_SHARE = 5.0
OVERLAP = timedelta(minutes=2)
# The tail that a snapshot would have spared: below this, reading it is quicker than loading a new one.
MAX_TAIL = 2000
MAX_ISSUES_KEPT = 500_000
BEGINNING = ""


class FedIndex:
    """One project's index with where its feed stands: changes from the minute *since* on are yet to be read."""

    def __init__(self, project_id: str) -> None:
        self.project_id = project_id
        self.lock = RLock()
        self.index = IssueIndex()
        self.refreshed_at = 0.0
        self._is_loaded = False
        self._interval = MAX_STALE_SECONDS
        self.since = BEGINNING
        self._settled: dict[str, str] = {}

    def refresh(self, fresh_at: float) -> None:
        """Bring the copy up to date if it is too old, or older than *fresh_at*."""
        started = time.time()
        if self.refreshed_at + self._interval > started and self.refreshed_at >= fresh_at:
            return
        if not self._is_loaded:
            self._load()
        else:
            self._catch_up(started)
        self.refreshed_at = started
        spent = time.time() - started
        self._interval = min(max(MAX_STALE_SECONDS, REFRESH_SHARE * spent), MAX_BACKED_OFF_SECONDS)

    def _load(self) -> None:
        snapshot = load_snapshot(self.project_id)
        if snapshot is not None:
            self.index, self.since = snapshot.index, snapshot.since
        tail = self._catch_up(time.time())
        self._is_loaded = True
        if tail > MAX_TAIL:
            send_job(JobMessage("", f"snapshot-{self.project_id}", "snapshot_index", {"project_id": self.project_id}))

    def _catch_up(self, started: float) -> int:
        """Read what changed. Returns how many issues that were."""
        changed = {
            issue_id: minute
            for issue_id, minute in list_changes(self.project_id, self.since)
            if self._settled.get(issue_id) != minute
        }
        issues = find_own_issues(self.project_id, changed, consistent=True)
        for issue in issues.values():
            self.index.put(issue)
        now = datetime.fromtimestamp(started, UTC)
        settled_before = format_time(now - OVERLAP)[:16]
        self.since = format_time(now - 2 * OVERLAP)[:16]
        self._settled = {name: minute for name, minute in self._settled.items() if minute >= self.since}
        self._settled |= {name: minute for name, minute in changed.items() if minute < settled_before}
        return len(changed)


class SharedIndexes:
    """The copies this process keeps: the most recently used ones, within a number of issues."""

    def __init__(self) -> None:
        self._indexes: OrderedDict[str, FedIndex] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def feed(self, project_id: str, fresh_at: float = 0.0) -> Iterator[FedIndex]:
        """The project's copy, fresh and ours alone for the duration."""
        fed = self._get(project_id)
        with fed.lock:
            fed.refresh(fresh_at)
            yield fed

    def put(self, issue: Issue) -> None:
        with self._lock:
            fed = self._indexes.get(issue.project_id)
        if fed is not None:
            with fed.lock:
                fed.index.put(issue)

    def _get(self, project_id: str) -> FedIndex:
        with self._lock:
            fed = self._indexes.pop(project_id, None) or FedIndex(project_id)
            self._indexes[project_id] = fed
            while len(self._indexes) > 1 and sum(len(each.index) for each in self._indexes.values()) > MAX_ISSUES_KEPT:
                self._indexes.popitem(last=False)
            return fed


@cache
def shared_indexes() -> SharedIndexes:
    return SharedIndexes()


def list_changes(project_id: str, since_minute: str) -> Iterator[tuple[str, str]]:
    """Issues that changed in or after a minute, each with the minute of its last change."""
    arguments: dict[str, Any] = {
        "TableName": settings().table_name("core"),
        "IndexName": "changes",
        "KeyConditionExpression": "change_pk = :project AND changed_minute >= :since",
        "ExpressionAttributeValues": {
            ":project": {"S": keys.project(project_id)},
            ":since": {"S": since_minute or "0"},
        },
    }
    while True:
        answer = client("dynamodb").query(**arguments)
        for item in answer["Items"]:
            yield item["pk"]["S"].rsplit("#", 1)[1], item["changed_minute"]["S"]
        if "LastEvaluatedKey" not in answer:
            return
        arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
