"""One's own API tokens: list, create (shown once), revoke."""

import secrets
import uuid

from chalicelib.accounts.schemas import NewTokenAnswer, TokenAnswer, TokenBody, token_answer
from chalicelib.accounts.tokens import TOKEN_PREFIX, ApiToken, create_token, hash_token, list_tokens, revoke_token
from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.times import format_time, utc_now

MAX_TOKENS = 100
HINT_LENGTH = 4

routes = Resource(__name__, tag="API tokens")


@routes.endpoint("GET", "/auth/tokens", access="session")
def get_tokens(actor: Actor, query: PageQuery) -> Page[TokenAnswer]:
    """One's own tokens, newest first."""
    before = decode_text_cursor(query.cursor)
    found = [token for token in list_tokens(actor.user_id) if before is None or _position(token) < before]
    shown = found[: query.limit]
    return page_of([token_answer(token) for token in shown], _position(shown[-1]) if len(found) > len(shown) else None)


@routes.endpoint("POST", "/auth/tokens", access="session", status=201, errors=(Conflict,))
def create(actor: Actor, body: TokenBody) -> NewTokenAnswer:
    """Make a token with these scopes, within what one may do oneself. It is shown this once."""
    if len(list_tokens(actor.user_id)) >= MAX_TOKENS:
        raise Conflict(f"One has at most {MAX_TOKENS} tokens: revoke one first")
    text = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        token_id=str(uuid.uuid4()),
        user_id=actor.user_id,
        name=body.name,
        scopes=tuple(sorted(set(body.scopes))),
        token_hash=hash_token(text),
        hint=text[-HINT_LENGTH:],
        created_at=format_time(utc_now()),
    )
    create_token(token)
    return NewTokenAnswer(token=text, **token_answer(token).model_dump())


@routes.endpoint("DELETE", "/auth/tokens/{token_id}", access="session")
def revoke(actor: Actor, token_id: str) -> None:
    """Revoke a token; the next request with it is refused."""
    revoke_token(actor.user_id, token_id)


def _position(token: ApiToken) -> str:
    return f"{token.created_at}#{token.token_id}"
