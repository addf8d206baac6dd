"""Access tokens: JWTs of 15 minutes that name a user and the session they belong to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.accounts.signed_tokens import ExpiredToken, InvalidToken, read_signed, sign
from chalicelib.errors import Unauthorized

LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AccessClaims:
    user_id: str
    session_id: str


def issue_access_token(user_id: str, session_id: str, now: datetime) -> str:
    return sign("access", user_id, LIFETIME, now, sid=session_id)


def read_access_token(token: str) -> AccessClaims:
    """What a valid token says. Raises Unauthorized for any other; only expiry is told apart, for clients refresh."""
    try:
        claims = read_signed("access", token, "sid")
    except ExpiredToken:
        raise Unauthorized("The access token has expired", code="token_expired") from None
    except InvalidToken:
        raise Unauthorized("The access token is not valid") from None
    return AccessClaims(user_id=claims["sub"], session_id=claims["sid"])
