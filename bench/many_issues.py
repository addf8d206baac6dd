"""A project of very many issues on a running stack, written by the storage functions: no events are sent for them.

Its index is stored as the snapshot a cold process starts from; of rows it has the postings of tags and the users of
issues that have many. Issues' own items, which lists do not read, are left out.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bench.api import Api
from bench.sample_events import EXCEPTIONS, WORDS
from chalicelib.aws import keys
from chalicelib.aws.encryption import DataKey, get_data_key
from chalicelib.aws.rows import Row, put_rows
from chalicelib.issues.index.pages import IssueIndex
from chalicelib.issues.index.snapshots import store_snapshot
from chalicelib.issues.postings import HAS
from chalicelib.issues.store import Issue
from chalicelib.issues.users import MAX_FEW_BYTES, shorten_hash
from chalicelib.times import format_time
from infra.local.harness import RunningStack

DAYS = 90
PEOPLE = 20_000
# Rows are written one by one, and the emulator takes about a millisecond for each.
TEAM_ISSUES = 5000
URLS, ISSUES_PER_URL = 50, 40
CROWDED_ISSUES = 1000
CROWD = 100
FAR = 4_000_000_000
LEVELS = ("error", "error", "error", "warning", "info", "fatal")
STATUSES = ("unresolved", "unresolved", "unresolved", "resolved", "ignored")


def create_many_issues(stack: RunningStack, api: Api, count: int) -> str:
    """Make the project; this process must be pointed at the stack. Returns its id."""
    body = {"name": "Many issues", "slug": "many-issues", "platform": "python"}
    project_id = str(api.call("POST", f"/organizations/{stack.organization}/projects", body)["id"])
    now = datetime.now(UTC)
    source = random.Random(4)
    key = get_data_key(project_id)
    people = [_member(key, number) for number in range(PEOPLE)]
    issues = [_make_issue(source, project_id, number, now, people) for number in range(1, count + 1)]
    index = IssueIndex()
    for issue in issues:
        index.put(issue)
    put_rows("hot", [*_postings(project_id, issues), *_crowds(source, issues, people)])
    store_snapshot(project_id, index, format_time(now)[:16])
    return project_id


def _member(key: DataKey, number: int) -> bytes:
    names = (f"id:{number}", f"email:user{number}@example.com")
    return b"".join(shorten_hash(key.hash_user(name)) for name in names)


def _make_issue(source: random.Random, project_id: str, number: int, now: datetime, people: Sequence[bytes]) -> Issue:
    first, second, third = source.choices(WORDS, k=3)
    kind = source.choice(EXCEPTIONS)
    last_seen = now - timedelta(days=DAYS) * source.random() ** 2
    first_seen = last_seen - timedelta(days=DAYS) * source.random() ** 2
    is_crowded = number <= CROWDED_ISSUES
    few = frozenset(source.sample(people, source.randrange(MAX_FEW_BYTES // 8))) if not is_crowded else frozenset()
    return Issue(
        id=keys.issue_id(project_id, str(number)),
        project_id=project_id,
        number=number,
        fingerprint=f"{number:032x}",
        generation=1,
        triage_version=1,
        title=f"{kind}: {first} {source.randrange(10**6)} is not a {second} of the {third} that was asked for",
        culprit=f"shop/{third}/{first}.py in load_{second}",
        type="error",
        level=source.choice(LEVELS),
        status=source.choice(STATUSES),
        platform=source.choice(("python", "python", "javascript")),
        first_seen=format_time(first_seen),
        last_seen=format_time(last_seen),
        times_seen=int(1 / (1 - source.random())),
        users=CROWD if is_crowded else len(few),
        created_at=format_time(first_seen),
        updated_at=format_time(last_seen),
        environments=source.choice((("production",), ("production", "staging"), ("staging",))),
        first_release=f"shop@2.{source.randrange(40)}.0",
        last_release=f"shop@2.{source.randrange(40, 60)}.0",
        handled=source.choice((True, False, None)),
        search_words=f"{first}.py {second}.py app.py",
        few_users=few,
    )


def _postings(project_id: str, issues: Sequence[Issue]) -> Iterator[Row]:
    """`plan:team` on every twentieth issue, and `url` with many values of few issues each."""
    yield from (_row(keys.tag_keys(project_id), key) for key in ("plan", "url"))
    yield from (_row(keys.tag_values(project_id, "plan"), value) for value in ("team", "free"))
    for issue in issues[:: max(1, len(issues) // TEAM_ISSUES)]:
        yield _row(keys.posting(project_id, "plan", "team"), issue.id)
        yield _row(keys.posting(project_id, HAS, "plan"), issue.id)
    for number in range(URLS):
        url = f"https://shop.example.com/shop-{number}/checkout"
        yield _row(keys.tag_values(project_id, "url"), url)
        own = issues[number * ISSUES_PER_URL : (number + 1) * ISSUES_PER_URL]
        yield from (_row(keys.posting(project_id, "url", url), issue.id) for issue in own)


def _crowds(source: random.Random, issues: Sequence[Issue], people: Sequence[bytes]) -> Iterator[Row]:
    for issue in issues[:CROWDED_ISSUES]:
        row = _row(keys.issue_users(issue.project_id, issue.id, 1), keys.USERS)
        yield row | {"hashes": frozenset(source.sample(people, CROWD))}


def _row(pk: str, sk: str) -> Row:
    return {"pk": pk, "sk": sk, "expires_at": FAR}
