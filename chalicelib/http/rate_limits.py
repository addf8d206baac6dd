"""Admission of a request: credentials, scope and the minute's limit, decided before a view runs.

Counters are exact per caller and minute, in rows that expire: one conditional write a request; none once refused.
"""

import time
from dataclasses import dataclass, field

from chalice.app import Request
from pynamodb.attributes import NumberAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import SCHEMA_VERSION, HotRecord
from chalicelib.config import settings
from chalicelib.errors import Forbidden, RateLimited, Unauthorized
from chalicelib.http.authentication import Actor, authenticate
from chalicelib.http.request import caller_address
from chalicelib.http.scopes import Access, grants

WINDOW_SECONDS = 60
KEEP_SECONDS = 180
MAX_REMEMBERED = 10_000


class RequestCountRecord(HotRecord):
    used = NumberAttribute(default=0)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a minute."""

    limit: int
    used: int
    resets_in_seconds: int

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.limit


_refused: dict[str, int] = {}


def count_request(who: str, limit: int) -> Allowance:
    """Count one request of *who* in this minute and tell what is left."""
    now = int(time.time())
    window = now // WINDOW_SECONDS
    resets_in = (window + 1) * WINDOW_SECONDS - now
    if _refused.get(who) == window:
        return Allowance(limit, limit + 1, resets_in)
    used = _add_one(who, window)
    if used > limit:
        _remember_refusal(who, window)
    return Allowance(limit, used, resets_in)


def forget_refusals() -> None:
    """For tests: a new stage has refused nobody."""
    _refused.clear()


def _add_one(who: str, window: int) -> int:
    record = RequestCountRecord(keys.limit(who), str(window))
    record.update(
        actions=[
            RequestCountRecord.used.add(1),
            RequestCountRecord.schema.set(SCHEMA_VERSION),
            RequestCountRecord.expires_at.set((window + 1) * WINDOW_SECONDS + KEEP_SECONDS),
        ]
    )
    return int(record.used)


def _remember_refusal(who: str, window: int) -> None:
    if len(_refused) >= MAX_REMEMBERED:
        _refused.clear()
    _refused[who] = window


@dataclass(frozen=True, slots=True)
class Admission:
    """*actor* is None on public routes. *headers* tell the caller what is left of the minute."""

    actor: Actor | None
    headers: dict[str, str] = field(default_factory=dict)


def admit(request: Request, access: Access, *, limited: bool = True) -> Admission:
    """Let the caller in. Raises Unauthorized, Forbidden (a token without the scope) or RateLimited.

    Requests of nobody in particular, failed sign-ins included, count for their address; others for their user.
    """
    if access == "public":
        return Admission(None, _count_address(request) if limited else {})
    try:
        actor = authenticate(request)
    except Unauthorized as refusal:
        refusal.headers.update(_count_address(request))
        raise
    headers = _count(f"user#{actor.user_id}", settings().user_requests_per_minute) if limited else {}
    _reject_missing_scope(actor, access, headers)
    return Admission(actor, headers)


def _reject_missing_scope(actor: Actor, access: Access, headers: dict[str, str]) -> None:
    if access == "session":
        if actor.session_id is None:
            raise Forbidden("An API token cannot do this: sign in", headers=headers)
    elif not grants(actor.scopes, access):
        raise Forbidden(f"This token lacks the scope {access}", headers=headers)


def _count_address(request: Request) -> dict[str, str]:
    return _count(f"address#{caller_address(request)}", settings().address_requests_per_minute)


def _count(who: str, limit: int) -> dict[str, str]:
    allowance = count_request(who, limit)
    headers = _limit_headers(allowance)
    if allowance.is_exceeded:
        raise RateLimited(
            f"More than {limit} requests in a minute", retry_after_seconds=allowance.resets_in_seconds, headers=headers
        )
    return headers


def _limit_headers(allowance: Allowance) -> dict[str, str]:
    """Field names of the IETF's RateLimit headers draft, as most clients know them."""
    return {
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Remaining": str(max(0, allowance.limit - allowance.used)),
        "RateLimit-Reset": str(allowance.resets_in_seconds),
    }
