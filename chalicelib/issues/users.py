"""The users who met an issue: counted exactly up to 256, by hashes that stand in the issue's item while they are few.

Most issues meet few people, and then counting them costs no row and no write of its own. A member of the set is what
the person is counted by, four bytes, and four more for each other name by which people look for the same person.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from chalicelib.aws import keys
from chalicelib.aws.rows import encode_value, key_of
from chalicelib.config import settings
from chalicelib.events.rows import NewEvent
from chalicelib.issues.store import MAX_USERS_EXACT, Issue

# Four bytes of a keyed hash: among 256 users two look alike once in 130,000 issues.
SHORT_HASH_BYTES = 4
# Twenty people without a second name, ten with one, six with two: an issue's item stays below the kilobyte that a
# write unit buys.
MAX_FEW_BYTES = 80


def shorten_hash(user_hash: bytes) -> bytes:
    return user_hash[:SHORT_HASH_BYTES]


def split_member(member: bytes) -> list[bytes]:
    """The short hashes that a member of a set is made of."""
    return [member[start : start + SHORT_HASH_BYTES] for start in range(0, len(member), SHORT_HASH_BYTES)]


def pack_users(users: AbstractSet[bytes]) -> bytes:
    return b"".join(sorted(users))


def holds_user(packed: bytes, short_hash: bytes) -> bool:
    """Whether a packed set knows the person under that hash."""
    return find_user(packed, short_hash) >= 0


def find_user(packed: bytes, short_hash: bytes, start: int = 0) -> int:
    """Where in packed sets, from *start* on, the hash is. Negative when it is not."""
    place = packed.find(short_hash, start)
    while place % SHORT_HASH_BYTES and place >= 0:
        place = packed.find(short_hash, place + 1)
    return place


def meet_users(known: frozenset[bytes] | None, events: Sequence[NewEvent]) -> frozenset[bytes] | None:
    """The users known with those of *events*. None once there are too many to tell apart."""
    if known is None or len(known) > MAX_USERS_EXACT:
        return None
    counted = set(map(shorten_hash, known))
    new = {
        shorten_hash(event.user_hash): b"".join(map(shorten_hash, (event.user_hash, *event.user_aliases)))
        for event in events
        if event.user_hash and shorten_hash(event.user_hash) not in counted
    }
    return known.union(sorted(new.values())[: MAX_USERS_EXACT + 1 - len(known)])


def with_users(issue: Issue, known: frozenset[bytes] | None, met: frozenset[bytes] | None) -> Issue:
    """*issue* with the users it has met now."""
    if met is None or met == known:
        return issue
    is_few = sum(map(len, met)) <= MAX_FEW_BYTES and (issue.few_users == known or not issue.users)
    return replace(issue, users=max(issue.users, len(met)), few_users=met if is_few else frozenset())


def store_users(
    issue: Issue,
    few_before: frozenset[bytes],
    known: frozenset[bytes] | None,
    met: frozenset[bytes] | None,
    expires_at: int,
) -> list[dict[str, Any]]:
    """The item of the transaction that adds users to the row of an issue that has many. None where nothing is new."""
    if met is None or known is None or met == known or issue.few_users:
        return []
    stored = frozenset[bytes]() if few_before else known
    # The set only grows, so that one of equal size is the one we know: the count that goes with it is exact.
    # A row that is gone has no size, which emulators take for an error where DynamoDB says no.
    condition = "attribute_exists(hashes) AND size(hashes) = :known" if stored else "attribute_not_exists(hashes)"
    values = {":new": encode_value(met - stored), ":until": {"N": str(expires_at)}}
    if stored:
        values[":known"] = {"N": str(len(stored))}
    return [
        {
            "Update": {
                "TableName": settings().table_name("hot"),
                "Key": key_of((keys.issue_users(issue.project_id, issue.id, issue.generation), keys.USERS)),
                "UpdateExpression": "SET expires_at = :until ADD hashes :new",
                "ConditionExpression": condition,
                "ExpressionAttributeValues": values,
            }
        }
    ]
