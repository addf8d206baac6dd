"""Refresh tokens: `<user>.<session>.<secret>` in a cookie that only /api/auth sees; each use replaces the secret.

A new secret is derived from the old one and a key outside the tables, so that the repetition of a request whose
answer was lost gets the very token that the lost answer held. Any other reuse ends the session.
"""

import base64
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.accounts.sessions import (
    LIFETIME,
    Session,
    create_session,
    end_session,
    find_session,
    forget_previous_token,
    list_sessions,
    rotate_session,
)
from chalicelib.aws.secrets import master_key
from chalicelib.errors import Unauthorized
from chalicelib.times import format_time, parse_time

COOKIE = "minisentry_refresh"
COOKIE_PATH = "/api/auth"
GRACE = timedelta(seconds=30)
MAX_LENGTH = 200
MAX_USER_AGENT = 200
MAX_DEVICES = 100


@dataclass(frozen=True, slots=True)
class RefreshToken:
    user_id: str
    session_id: str
    secret: str

    def __str__(self) -> str:
        return f"{self.user_id}.{self.session_id}.{self.secret}"

    @property
    def secret_hash(self) -> str:
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def successor(self) -> "RefreshToken":
        key = hmac.digest(master_key(), b"refresh token", "sha256")
        derived = hmac.digest(key, self.secret.encode(), "sha256")
        return RefreshToken(self.user_id, self.session_id, base64.urlsafe_b64encode(derived).decode().rstrip("="))


def start_session(user_id: str, user_agent: str | None, address: str, now: datetime) -> RefreshToken:
    """Sign a device in. Sessions that ran out go, and beyond MAX_DEVICES the one longest unused."""
    for surplus in list_sessions(user_id)[MAX_DEVICES - 1 :]:
        end_session(user_id, surplus.session_id)
    token = RefreshToken(user_id, str(uuid.uuid4()), secrets.token_urlsafe(32))
    at = format_time(now)
    create_session(
        Session(
            session_id=token.session_id,
            user_id=user_id,
            refresh_hash=token.secret_hash,
            created_at=at,
            last_used_at=at,
            expires_on=format_time(now + LIFETIME),
            user_agent=(user_agent or "")[:MAX_USER_AGENT] or None,
            address=address,
        )
    )
    return token


def parse_refresh_token(cookie: str | None) -> RefreshToken | None:
    parts = (cookie or "").split(".")
    if len(parts) != 3 or not all(parts) or len(cookie or "") > MAX_LENGTH:
        return None
    return RefreshToken(*parts)


def rotate_refresh_token(token: RefreshToken, now: datetime) -> RefreshToken:
    """The token that replaces *token*. Raises Unauthorized, and ends the session when *token* was replaced before."""
    session = find_session(token.user_id, token.session_id)
    if session is None:
        raise ended()
    if _is(token, session.refresh_hash):
        if rotate_session(session, token.successor().secret_hash, now):
            return token.successor()
        # Somebody sent the same token at the same moment and won; this one is now the token before.
        session = find_session(token.user_id, token.session_id)
    if session is not None and _is_within_grace(token, session, now) and forget_previous_token(session):
        return token.successor()
    end_session(token.user_id, token.session_id)
    raise ended()


def is_current_token(token: RefreshToken) -> bool:
    """Whether the token may end its session: it is the current one, or the one just before."""
    session = find_session(token.user_id, token.session_id)
    return session is not None and (_is(token, session.refresh_hash) or _is(token, session.previous_hash))


def refresh_cookie(token: RefreshToken) -> str:
    return f"{COOKIE}={token}; Max-Age={int(LIFETIME.total_seconds())}; {_ATTRIBUTES}"


def expired_cookie() -> str:
    return f"{COOKIE}=; Max-Age=0; {_ATTRIBUTES}"


def ended() -> Unauthorized:
    return Unauthorized("The session has ended: sign in again", headers={"Set-Cookie": expired_cookie()})


_ATTRIBUTES = f"Path={COOKIE_PATH}; HttpOnly; Secure; SameSite=Strict"


def _is(token: RefreshToken, stored_hash: str | None) -> bool:
    return stored_hash is not None and hmac.compare_digest(token.secret_hash, stored_hash)


def _is_within_grace(token: RefreshToken, session: Session, now: datetime) -> bool:
    return (
        _is(token, session.previous_hash)
        and session.rotated_at is not None
        and now - parse_time(session.rotated_at) <= GRACE
    )
