"""Who may come in: credentials, scope and the minute's limit, decided before a view runs."""

from dataclasses import dataclass, field

from chalice.app import Request

from chalicelib.config import settings
from chalicelib.errors import Forbidden, RateLimited, Unauthorized
from chalicelib.http.authentication import Actor, authenticate
from chalicelib.http.rate_limits import Allowance, count_request
from chalicelib.http.request import caller_address
from chalicelib.http.scopes import Access, grants


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
