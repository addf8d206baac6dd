"""Credentials in, an actor out: a session's access token or an API token, both as Bearer. Unauthorized otherwise."""

from dataclasses import dataclass

from chalice.app import Request

from chalicelib.accounts.sessions import is_session_alive
from chalicelib.accounts.signed_tokens import read_access_token
from chalicelib.accounts.tokens import TOKEN_PREFIX, find_token, touch_token
from chalicelib.errors import Unauthorized
from chalicelib.http.scopes import ALL_SCOPES
from chalicelib.times import utc_now

MAX_CREDENTIAL_LENGTH = 4096
CHALLENGE = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and within which scopes. Exactly one of *session_id* and *token_id* is set."""

    user_id: str
    scopes: frozenset[str]
    session_id: str | None = None
    token_id: str | None = None


def authenticate(request: Request) -> Actor:
    """The caller. Raises Unauthorized when there are no credentials, or they are unknown, ended or expired."""
    try:
        credential = _bearer(request)
        return _token_actor(credential) if credential.startswith(TOKEN_PREFIX) else _session_actor(credential)
    except Unauthorized as refusal:
        refusal.headers.update(CHALLENGE)
        raise


def _bearer(request: Request) -> str:
    scheme, _, credential = (request.headers.get("authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not credential.strip() or len(credential) > MAX_CREDENTIAL_LENGTH:
        raise Unauthorized("Sign in, or send an API token as Bearer")
    return credential.strip()


def _session_actor(credential: str) -> Actor:
    claims = read_access_token(credential)
    if not is_session_alive(claims.user_id, claims.session_id):
        raise Unauthorized("This session has ended")
    return Actor(claims.user_id, frozenset(ALL_SCOPES), session_id=claims.session_id)


def _token_actor(credential: str) -> Actor:
    token = find_token(credential)
    if token is None:
        raise Unauthorized("This API token is unknown or revoked")
    touch_token(token, utc_now())
    return Actor(token.user_id, frozenset(token.scopes), token_id=token.token_id)
