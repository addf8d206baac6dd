"""Keeps issue indexes fresh: a process's copy of each project, loaded from its snapshot, fed with what changed since.

Staleness: a copy is at most a second old when it is asked (longer where refreshing takes long: ten times its
duration), plus the lag of DynamoDB's index of changes. Where very many issues changed within a minute, those that
change again in that minute show later: a refresh reads no more than a part of them again.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from math import inf
from threading import Lock, RLock
from typing import Any

from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.config import settings
from chalicelib.issues.index.changes import ReadChanges, minute_before
from chalicelib.issues.index.pages import IssueIndex
from chalicelib.issues.index.snapshots import load_snapshot
from chalicelib.issues.store import Issue, find_own_issues
from chalicelib.messages import JobMessage, send_job

MAX_STALE_SECONDS = 1.0
MAX_BACKED_OFF_SECONDS = 10.0
REFRESH_SHARE = 10.0
# How old a copy may be that serves others while a thread refreshes it: it may have been left alone for hours.
MAX_STALE_MEANWHILE_SECONDS = 20.0
# Four calls.
MAX_READ_AGAIN = 400
# A change shows in DynamoDB's index within this time of its stamp, but for slow calls and a lagging index: for these,
# a refresh looks further back now and then.
USUAL_LAG = timedelta(seconds=10)
LOOK_BACK = timedelta(minutes=4)
LOOK_BACK_EVERY_SECONDS = 60.0
# The tail that a snapshot would have spared: below this, reading it is quicker than loading a new one.
MAX_TAIL = 2000
MAX_ISSUES_KEPT = 500_000
BEGINNING = ""


class FedIndex:
    """One project's index with where its feed stands: changes from the minute *since* on are yet to be looked for.

    Every issue is at least as new as it was at *complete_at*, and none is newer than it was at *latest_at*. Whoever
    uses the index holds *lock*; refreshing takes it only to put in what was read.
    """

    def __init__(self, project_id: str) -> None:
        self.project_id = project_id
        self.copy_id = secrets.token_hex(4)
        self.lock = RLock()
        self.index = IssueIndex()
        self.complete_at = -inf
        self.latest_at = -inf
        self.since = BEGINNING
        self._recently = BEGINNING
        self._looked_back_at = -inf
        self._refreshed_at = -inf
        self._interval = MAX_STALE_SECONDS
        self._reads = ReadChanges()
        self._refreshing = Lock()
        self._own_meanwhile: set[str] = set()

    def refresh(self, fresh_at: float) -> None:
        """Take in what is new if that is due, and everything if a part of the copy is older than *fresh_at*.

        While another thread does, the copy will do as it is, unless it is too old.
        """
        must_wait = self.complete_at < fresh_at or self._is_older_than(MAX_STALE_MEANWHILE_SECONDS)
        if not self._is_due(fresh_at) or not self._refreshing.acquire(blocking=must_wait):
            return
        try:
            if self._is_due(fresh_at):
                self._refresh(is_thorough=self.complete_at < fresh_at)
        finally:
            self._refreshing.release()

    def put(self, issue: Issue) -> None:
        """Take in our own change. It is read with the next refresh, as others may have counted since."""
        self.index.put(issue)
        self._reads.unnote([issue.id])
        self._own_meanwhile.add(issue.id)
        self.latest_at = time.time()

    def _is_due(self, fresh_at: float) -> bool:
        return self.complete_at < fresh_at or self._is_older_than(self._interval)

    def _is_older_than(self, seconds: float) -> bool:
        return self._refreshed_at + seconds <= time.time()

    def _refresh(self, *, is_thorough: bool) -> None:
        started = time.time()
        if self.complete_at == -inf:
            with self.lock:
                self._load(started)
        else:
            self._catch_up(started, is_thorough=is_thorough)
        self._refreshed_at = started
        spent = time.time() - started
        self._interval = min(max(MAX_STALE_SECONDS, REFRESH_SHARE * spent), MAX_BACKED_OFF_SECONDS)

    def _load(self, started: float) -> None:
        snapshot = load_snapshot(self.project_id)
        if snapshot is not None:
            self.index, self.since = snapshot.index, snapshot.since
        tail = self._catch_up(started, is_thorough=True)
        if tail > MAX_TAIL:
            send_job(JobMessage("", f"snapshot-{self.project_id}", "snapshot_index", {"project_id": self.project_id}))

    def _catch_up(self, started: float, *, is_thorough: bool) -> int:
        """Read what is new, and again what may have changed since it was read. Returns how many issues are new."""
        self._own_meanwhile = set()
        looks_back = is_thorough or started - self._looked_back_at >= LOOK_BACK_EVERY_SECONDS
        changes = list_changes(self.project_id, self.since if looks_back else self._recently)
        unread = self._reads.find_unread(changes)
        again = self._reads.list_waiting(None if is_thorough else MAX_READ_AGAIN)
        issues = find_own_issues(self.project_id, [*unread, *again], consistent=True)
        with self.lock:
            self._take_in(issues.values())
            self._reads.note(unread, again, started)
            self._reads.unnote(self._own_meanwhile)
            self.complete_at, self.latest_at = self._reads.complete_at(started), time.time()
            self._recently = minute_before(started, USUAL_LAG)
            if looks_back:
                self._looked_back_at, self.since = started, minute_before(started, LOOK_BACK)
                self._reads.forget_before(self.since)
        return len(unread)

    def _take_in(self, issues: Iterable[Issue]) -> None:
        """Put in what was read, but for what we changed meanwhile: that may have been read before."""
        for issue in issues:
            if issue.id not in self._own_meanwhile:
                self.index.put(issue)


class SharedIndexes:
    """The copies this process keeps: the most recently used ones, within a number of issues."""

    def __init__(self) -> None:
        self._indexes: OrderedDict[str, FedIndex] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def feed(self, project_id: str, fresh_at: float = 0.0, served_by: str = "") -> Iterator[FedIndex]:
        """The project's copy, ours alone for the duration, with every issue at least as new as at *fresh_at*.

        That does not bind the copy *served_by*, of which *fresh_at* tells: its issues have only become newer.
        """
        fed = self._get(project_id)
        fed.refresh(0.0 if fed.copy_id == served_by else fresh_at)
        with fed.lock:
            yield fed

    def put(self, issue: Issue) -> None:
        with self._lock:
            fed = self._indexes.get(issue.project_id)
        if fed is not None:
            with fed.lock:
                fed.put(issue)

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
        # The other two keys would take as long to parse again.
        "ProjectionExpression": "pk, changed_minute",
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
