"""The users who met an issue: counted exactly up to 256, by hashes that stand in the issue's item while they are few.

Most issues meet few people, and then counting them costs no row and no write of its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chalicelib.config import settings
from chalicelib.storage import keys
from chalicelib.storage.event_rows import NewEvent
from chalicelib.storage.issues import MAX_USERS_EXACT, Issue
from chalicelib.storage.rows import encode_value, key_of

# Four bytes of a keyed hash: among 256 users two look alike once in 130,000 issues.
SHORT_HASH_BYTES = 4
MAX_FEW = 20


def meet_users(known: frozenset[bytes] | None, events: Sequence[NewEvent]) -> frozenset[bytes] | None:
    """The users known with those of *events*. None once there are too many to tell apart."""
    if known is None or len(known) > MAX_USERS_EXACT:
        return None
    new = {event.user_hash[:SHORT_HASH_BYTES] for event in events if event.user_hash} - known
    return known.union(sorted(new)[: MAX_USERS_EXACT + 1 - len(known)])


def with_users(issue: Issue, known: frozenset[bytes] | None, met: frozenset[bytes] | None) -> Issue:
    """*issue* with the users it has met now."""
    if met is None or met == known:
        return issue
    is_few = len(met) <= MAX_FEW and (issue.few_users == known or not issue.users)
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
