"""Issues: one item each, with status and exact counters; longer texts beside it. Reads of one or a few.

Deleted issues are tombstones that no reader here returns. An issue that others were merged into reads as their union.
"""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.rows import Key, Row, find_row, find_rows, key_of, query_rows
from chalicelib.config import settings
from chalicelib.errors import NotFound
from chalicelib.projects.store import Project


def allocate_numbers(project_id: str, count: int) -> range:
    """*count* numbers nobody else has."""
    if not count:
        return range(0)
    answer = client("dynamodb").update_item(
        TableName=settings().table_name("core"),
        Key=key_of((keys.project(project_id), keys.SEQUENCE)),
        UpdateExpression="ADD last_number :count",
        ExpressionAttributeValues={":count": {"N": str(count)}},
        ReturnValues="UPDATED_NEW",
    )
    last = int(answer["Attributes"]["last_number"]["N"])
    return range(last - count + 1, last + 1)


MAX_USERS_EXACT = 256
HOUR_PREFIX = "h"


@dataclass(frozen=True, slots=True)
class Issue:
    """*hours* counts the events of the last day by hour since 1970. *users* above 256 means "more than 256".

    *search_words* holds file names of the first event, for free text to find. *few_users* are the hashes of all users
    as long as they are few; once there are more they have a row of their own.
    *reopened_as* says how events last reopened it (`regression`, `unignored`), *reopened_in* in which environments it
    was seen since.
    """

    id: str
    project_id: str
    number: int
    fingerprint: str
    generation: int
    triage_version: int
    title: str
    culprit: str
    type: str
    level: str
    status: str
    platform: str
    first_seen: str
    last_seen: str
    times_seen: int
    users: int
    created_at: str
    updated_at: str
    environments: tuple[str, ...] = ()
    first_release: str | None = None
    last_release: str | None = None
    handled: bool | None = None
    assignee_id: str | None = None
    resolved_at: str | None = None
    resolution: str | None = None
    resolved_in_release: str | None = None
    ignored_until: str | None = None
    ignore_count_limit: int | None = None
    merged_into: str | None = None
    merged_count: int = 0
    deleted_at: str | None = None
    search_words: str = ""
    few_users: frozenset[bytes] = frozenset()
    hours: Mapping[int, int] = field(default_factory=dict)
    reopened_as: str | None = None
    reopened_in: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IssueText:
    """What is too long for the issue's item: *grouping* explains why its first event is grouped as it is."""

    title: str
    message: str
    metadata: dict[str, Any]
    grouping: dict[str, Any]


PLAIN_FIELDS = tuple(
    name
    for name in Issue.__dataclass_fields__
    if name not in {"id", "project_id", "environments", "hours", "reopened_in"}
)


def issue_from_row(row: Row) -> Issue:
    _, project_id, issue_id = str(row["pk"]).split("#", 2)
    fields = {name: row[name] for name in PLAIN_FIELDS if name in row}
    hours = {int(name[1:]): count for name, count in row.items() if name[0] == HOUR_PREFIX and name[1:].isdecimal()}
    return Issue(
        id=issue_id,
        project_id=project_id,
        environments=tuple(sorted(row.get("environments", ()))),
        reopened_in=frozenset(row.get("reopened_in", ())),
        hours=hours,
        **fields,
    )


def issue_to_row(issue: Issue) -> Row:
    """Everything but the attributes that feed the index of changes."""
    row: Row = {name: getattr(issue, name) for name in PLAIN_FIELDS}
    # What most issues lack takes no room in their items.
    row |= {"merged_count": issue.merged_count or None, "search_words": issue.search_words or None}
    row |= {f"{HOUR_PREFIX}{hour}": count for hour, count in issue.hours.items()}
    return row | {
        "pk": keys.issue(issue.project_id, issue.id),
        "sk": keys.ISSUE,
        "environments": {*issue.environments},
        "reopened_in": issue.reopened_in,
    }


def issue_key(project_id: str, issue_id: str) -> Key:
    return keys.issue(project_id, issue_id), keys.ISSUE


def find_own_issue(project_id: str, issue_id: str) -> Issue | None:
    """The item itself, read consistently, be it deleted or merged away."""
    row = find_row("core", issue_key(project_id, issue_id))
    return issue_from_row(row) if row else None


def find_own_issues(project_id: str, issue_ids: Iterable[str], *, consistent: bool = False) -> dict[str, Issue]:
    wanted = [issue_key(project_id, issue_id) for issue_id in dict.fromkeys(issue_ids)]
    rows = find_rows("core", wanted, consistent=consistent)
    return {issue.id: issue for issue in map(issue_from_row, rows.values())}


def get_issues(project_id: str, issue_ids: Sequence[str]) -> list[Issue]:
    """The issues that exist, in the order asked for. No union over merged fingerprints."""
    found = find_own_issues(project_id, issue_ids)
    return [found[name] for name in issue_ids if name in found and found[name].deleted_at is None]


def get_issue(project_id: str, issue_id: str) -> Issue:
    """The issue, or the one it was merged into, with the counters of all its fingerprints. Raises NotFound."""
    members = list_members(project_id, issue_id)
    return unite(members[0], members[1:])


def list_members(project_id: str, issue_id: str) -> list[Issue]:
    """The rows whose union an issue is, its own first. Raises NotFound."""
    issue = find_own_issue(project_id, issue_id)
    if issue is not None and issue.merged_into:
        issue = find_own_issue(project_id, issue.merged_into)
    if issue is None or issue.deleted_at is not None:
        raise NotFound("This issue does not exist")
    if not issue.merged_count:
        return [issue]
    merged = find_own_issues(project_id, list_merged_ids(project_id, issue.id), consistent=True)
    return [issue, *(row for row in merged.values() if row.merged_into == issue.id and row.deleted_at is None)]


def list_family_ids(issue: Issue) -> list[str]:
    """The ids of *issue* and of what was merged into it, its own first."""
    return [issue.id, *(list_merged_ids(issue.project_id, issue.id) if issue.merged_count else ())]


def list_merged_ids(project_id: str, issue_id: str) -> list[str]:
    rows = query_rows("core", keys.issue(project_id, issue_id), first=keys.MERGED, last=keys.MERGED_END)
    return [str(row["sk"]).removeprefix(keys.MERGED) for row in rows]


def unite(root: Issue, others: Sequence[Issue]) -> Issue:
    """*root* with the counters of all. Users who met several fingerprints count once each, so it may be too many."""
    if not others:
        return root
    everyone = (root, *others)
    hours: dict[int, int] = {}
    for issue in everyone:
        for hour, count in issue.hours.items():
            hours[hour] = hours.get(hour, 0) + count
    first = min(everyone, key=lambda issue: issue.first_seen)
    last = max(everyone, key=lambda issue: issue.last_seen)
    return replace(
        root,
        times_seen=sum(issue.times_seen for issue in everyone),
        users=min(MAX_USERS_EXACT + 1, sum(issue.users for issue in everyone)),
        first_seen=first.first_seen,
        last_seen=last.last_seen,
        first_release=first.first_release,
        last_release=last.last_release,
        environments=tuple(sorted({name for issue in everyone for name in issue.environments})),
        handled=False if any(issue.handled is False for issue in everyone) else root.handled,
        hours=hours,
    )


def find_issue_id(project_id: str, number: int) -> str | None:
    """The id behind a short id's number."""
    row = find_row("core", (keys.issue_numbers(project_id), keys.issue_number(number)), consistent=False)
    return str(row["issue_id"]) if row else None


def find_issue_text(project_id: str, issue_id: str) -> IssueText | None:
    row = find_row("core", (keys.issue(project_id, issue_id), keys.ISSUE_TEXT), consistent=False)
    if row is None:
        return None
    text = orjson.loads(row["body"])
    return IssueText(text["title"], text["message"], text["metadata"], text["grouping"])


SHORT_ID = re.compile(r"(?P<slug>.{1,100})-(?P<number>[1-9]\d{0,8})")


def resolve_issue_id(project: Project, text: str) -> str:
    """The issue's id. Raises NotFound for what is neither an id nor a short id of this project."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        found = SHORT_ID.fullmatch(text)
    if found is None or found["slug"].casefold() != project.slug.casefold():
        raise _missing()
    issue_id = find_issue_id(project.project_id, int(found["number"]))
    if issue_id is None:
        raise _missing()
    return issue_id


def short_id(project: Project, number: int) -> str:
    return f"{project.slug.upper()}-{number}"


def _missing() -> NotFound:
    return NotFound("This project has no such issue")
