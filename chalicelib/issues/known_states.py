"""What this process knows of issues it counts events for: read once, kept up by its own commits, read again when wrong.

Being out of date does no harm: the commit's conditions notice.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from threading import Lock

from chalicelib.aws import keys
from chalicelib.aws.rows import find_rows
from chalicelib.events.rows import NewEvent
from chalicelib.issues.counting_plans import KnownState
from chalicelib.issues.reopening import needs_releases
from chalicelib.issues.store import MAX_USERS_EXACT, Issue, find_own_issues
from chalicelib.releases.order import ReleaseMark
from chalicelib.releases.store import find_release

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
