"""Counts events exactly once: plans per issue, bundled into transactions, planned again where something got in between.

Many issues share a transaction, because calls cost more CPU than items do. What conflicts goes again on its own.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from threading import Lock
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.alerts.model import OutboxRow
from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.rows import find_rows, pause_before_retry
from chalicelib.aws.transactions import CONDITION_FAILED
from chalicelib.events.rows import NewEvent
from chalicelib.issues.counting_plans import BatchScope, CommitPlan, KnownState, plan_commit, split_late
from chalicelib.issues.lifecycle import needs_releases
from chalicelib.issues.store import MAX_USERS_EXACT, Issue, allocate_numbers, find_own_issues
from chalicelib.logs import log, log_exception, metric
from chalicelib.releases.order import ReleaseMark
from chalicelib.releases.store import find_release
from chalicelib.times import format_time, utc_now

MAX_KEPT = 5000
StateKey = tuple[str, str]


class KeptStates:
    """The most recently used states, by project and issue."""

    def __init__(self) -> None:
        self._states: OrderedDict[StateKey, KnownState] = OrderedDict()
        self._lock = Lock()

    def get(self, key: StateKey) -> KnownState | None:
        with self._lock:
            state = self._states.get(key)
            if state is not None:
                self._states.move_to_end(key)
            return state

    def keep(self, key: StateKey, state: KnownState) -> None:
        with self._lock:
            self._states[key] = state
            self._states.move_to_end(key)
            if len(self._states) > MAX_KEPT:
                self._states.popitem(last=False)

    def forget(self, key: StateKey) -> None:
        with self._lock:
            self._states.pop(key, None)


@cache
def kept_states() -> KeptStates:
    return KeptStates()


def load_states(project_id: str, events_by_issue: Mapping[str, Sequence[NewEvent]]) -> dict[str, KnownState]:
    """What is known of each issue, read where this process does not know it yet."""
    states: dict[str, KnownState] = {}
    unknown: dict[str, Sequence[NewEvent]] = {}
    for issue_id, events in events_by_issue.items():
        state = kept_states().get((project_id, issue_id))
        if state is None:
            unknown[issue_id] = events
        else:
            states[issue_id] = state
    return states | _read_states(project_id, unknown)


def keep_state(project_id: str, issue_id: str, state: KnownState) -> None:
    """Remember the state a commit led to, unless others' events matter for what happens next."""
    issue = state.issue
    if issue is None or _depends_on_others(issue) or (state.root and _depends_on_others(state.root)):
        kept_states().forget((project_id, issue_id))
    else:
        kept_states().keep((project_id, issue_id), state)


def forget_state(project_id: str, issue_id: str) -> None:
    kept_states().forget((project_id, issue_id))


def _depends_on_others(issue: Issue) -> bool:
    return issue.status != "unresolved" or issue.deleted_at is not None


def _read_states(project_id: str, events_by_issue: Mapping[str, Sequence[NewEvent]]) -> dict[str, KnownState]:
    if not events_by_issue:
        return {}
    issues = find_own_issues(project_id, events_by_issue, consistent=True)
    root_ids = {issue.merged_into for issue in issues.values() if issue.merged_into}
    roots = find_own_issues(project_id, root_ids, consistent=True) if root_ids else {}
    users = _read_users(project_id, issues.values())
    states = {}
    for issue_id, events in events_by_issue.items():
        issue = issues.get(issue_id)
        root = roots.get(issue.merged_into) if issue and issue.merged_into else None
        releases = _find_marks(project_id, root or issue, events)
        states[issue_id] = KnownState(issue, root, users.get(issue_id, frozenset()), releases)
    return states


def _read_users(project_id: str, issues: Iterable[Issue]) -> dict[str, frozenset[bytes] | None]:
    users: dict[str, frozenset[bytes] | None] = {}
    wanted = {}
    for issue in issues:
        if issue.users > MAX_USERS_EXACT:
            users[issue.id] = None
        elif issue.few_users:
            users[issue.id] = issue.few_users
        elif issue.users:
            wanted[keys.issue_users(project_id, issue.id, issue.generation), keys.USERS] = issue.id
    for key, row in find_rows("hot", list(wanted), consistent=True).items():
        users[wanted[key]] = row.get("hashes", frozenset())
    return users


def _find_marks(project_id: str, judged: Issue | None, events: Sequence[NewEvent]) -> dict[str, ReleaseMark]:
    """The dates that order releases, read only where that order decides."""
    if judged is None or not needs_releases(judged):
        return {}
    versions = {event.release for event in events} | {judged.resolved_in_release}
    releases = [find_release(project_id, version) for version in versions if version]
    return {release.version: release.mark for release in releases if release}


@dataclass(frozen=True, slots=True)
class Committed:
    """Events that are counted now, with their issue after them and what must be told of it."""

    issue: Issue
    events: Sequence[NewEvent]
    outbox: OutboxRow | None


@dataclass(slots=True)
class CommitResult:
    """*duplicates* were counted before; *late* belong to a deleted issue; *failed* must be delivered again."""

    committed: list[Committed] = field(default_factory=list)
    duplicates: list[NewEvent] = field(default_factory=list)
    late: list[NewEvent] = field(default_factory=list)
    failed: list[NewEvent] = field(default_factory=list)


# DynamoDB takes 100 items and 4 MB. Rows here are of 1 KB at most but for an issue's text of 16 KB, so items decide.
MAX_ITEMS = 100
MAX_EVENTS_PER_PLAN = 90
MAX_ATTEMPTS = 12
CONTENDED = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


@dataclass(slots=True)
class _Work:
    """Events of one issue that one transaction can take, and how often it was tried."""

    issue_id: str
    events: list[NewEvent]
    number: int = 0
    attempts: int = 0
    is_alone: bool = False


def commit_events(scope: BatchScope, events_by_issue: Mapping[str, Sequence[NewEvent]]) -> CommitResult:
    """Count the events of a batch. No two may share an event id."""
    result = CommitResult()
    waiting = deque(_split_work(events_by_issue))
    while waiting:
        bundle = _plan_bundle(scope, waiting, result)
        if bundle:
            _commit_bundle(scope, bundle, waiting, result)
    return result


def _split_work(events_by_issue: Mapping[str, Sequence[NewEvent]]) -> list[_Work]:
    return [
        _Work(issue_id, list(events[start : start + MAX_EVENTS_PER_PLAN]))
        for issue_id, events in events_by_issue.items()
        for start in range(0, len(events), MAX_EVENTS_PER_PLAN)
    ]


def _plan_bundle(scope: BatchScope, waiting: deque[_Work], result: CommitResult) -> list[tuple[_Work, CommitPlan]]:
    """Plans for as much of *waiting* as fits one transaction, which may touch no row twice."""
    candidates = _take_candidates(waiting)
    states = load_states(scope.project_id, {work.issue_id: work.events for work in candidates})
    for work in candidates:
        work.events, late = split_late(states[work.issue_id].issue, work.events)
        result.late += late
    unnumbered = [work for work in candidates if work.events and not work.number and not states[work.issue_id].issue]
    for work, number in zip(unnumbered, allocate_numbers(scope.project_id, len(unnumbered)), strict=True):
        work.number = number
    attempt = replace(scope, attempted_at=format_time(utc_now()))
    bundle: list[tuple[_Work, CommitPlan]] = []
    touched: set[tuple[str, str]] = set()
    free = MAX_ITEMS
    for work in candidates:
        if not work.events:
            continue
        plan = plan_commit(attempt, states[work.issue_id], work.events, work.number)
        if len(plan.items) <= free and touched.isdisjoint(plan.touched):
            bundle.append((work, plan))
            touched |= plan.touched
            free -= len(plan.items)
        else:
            waiting.append(work)
    return bundle


def _take_candidates(waiting: deque[_Work]) -> list[_Work]:
    """Work that may share a transaction: different issues, nothing that conflicted before."""
    candidates = [waiting.popleft()]
    size = len(candidates[0].events)
    issues = {candidates[0].issue_id}
    kept: list[_Work] = []
    while waiting and not candidates[0].is_alone and size < MAX_ITEMS:
        work = waiting.popleft()
        if work.is_alone or work.issue_id in issues or size + len(work.events) > MAX_ITEMS:
            kept.append(work)
            continue
        # An issue's own item and its chunk come on top of the events.
        size += len(work.events) + 2
        issues.add(work.issue_id)
        candidates.append(work)
    waiting.extendleft(reversed(kept))
    return candidates


def _commit_bundle(
    scope: BatchScope, bundle: list[tuple[_Work, CommitPlan]], waiting: deque[_Work], result: CommitResult
) -> None:
    try:
        client("dynamodb").transact_write_items(TransactItems=[item for _, plan in bundle for item in plan.items])
    except (ClientError, BotoCoreError) as error:
        codes = _cancellation_codes(error)
        if codes is None:
            _give_up(scope, bundle, error, waiting, result)
        else:
            _sort_out(scope, bundle, codes, waiting, result)
        return
    for work, plan in bundle:
        keep_state(scope.project_id, work.issue_id, plan.after)
        assert plan.after.issue is not None  # noqa: S101 - a plan always leads to an issue
        result.committed.append(Committed(plan.after.issue, plan.events, plan.outbox))


def _sort_out(
    scope: BatchScope,
    bundle: list[tuple[_Work, CommitPlan]],
    codes: list[str],
    waiting: deque[_Work],
    result: CommitResult,
) -> None:
    """Drop duplicates, forget what was out of date, and let everything else go again."""
    position = 0
    is_contended = not CONTENDED.isdisjoint(codes)
    for work, plan in bundle:
        own = codes[position : position + len(plan.items)]
        position += len(plan.items)
        duplicates = {index for index in range(len(plan.events)) if own[index] == CONDITION_FAILED}
        result.duplicates += [event for index, event in enumerate(work.events) if index in duplicates]
        work.events = [event for index, event in enumerate(work.events) if index not in duplicates]
        if CONDITION_FAILED in own[len(plan.events) :]:
            forget_state(scope.project_id, work.issue_id)
        work.is_alone = work.is_alone or not CONTENDED.isdisjoint(own)
        work.attempts += any(code != "None" for code in own)
        _go_again(work, waiting, result)
    if is_contended:
        metric("CommitConflicts", 1)
        pause_before_retry(max(work.attempts for work, _ in bundle))


def _go_again(work: _Work, waiting: deque[_Work], result: CommitResult) -> None:
    if not work.events:
        return
    if work.attempts >= MAX_ATTEMPTS:
        log("commit_gave_up", level="error", issue_id=work.issue_id, events=len(work.events))
        result.failed += work.events
    else:
        waiting.append(work)


def _give_up(
    scope: BatchScope,
    bundle: list[tuple[_Work, CommitPlan]],
    error: Exception,
    waiting: deque[_Work],
    result: CommitResult,
) -> None:
    """Leave the bundle's events for the next delivery, unless trying each issue alone can tell whose fault it was."""
    log_exception("commit_failed", error, events=sum(len(work.events) for work, _ in bundle))
    for work, _ in bundle:
        forget_state(scope.project_id, work.issue_id)
        if len(bundle) > 1:
            work.is_alone = True
            waiting.append(work)
        else:
            result.failed += work.events


def _cancellation_codes(error: ClientError | BotoCoreError) -> list[str] | None:
    """Why each item was refused ("None" where it was not), or None when the transaction failed as a whole."""
    response: Any = getattr(error, "response", {})
    if response.get("Error", {}).get("Code") != "TransactionCanceledException":
        return None
    codes = [str(reason.get("Code", "None")) for reason in response.get("CancellationReasons", [])]
    known = CONTENDED | {"None", CONDITION_FAILED}
    return codes if codes and Counter(codes).keys() <= known else None
