"""API tokens: found by their hash in one read, listed by their owner. The token itself is never stored."""

import hashlib
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import JSONAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import write_transaction
from chalicelib.errors import Conflict, NotFound
from chalicelib.times import format_time

TOKEN_PREFIX = "mst_"  # noqa: S105 - how tokens begin, none itself.
TOUCH_EVERY = timedelta(minutes=1)
MAX_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class ApiToken:
    token_id: str
    user_id: str
    name: str
    scopes: tuple[str, ...]
    token_hash: str
    hint: str
    created_at: str
    last_used_at: str | None = None


class TokenRecord(CoreRecord):
    token_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    name = UnicodeAttribute()
    scopes = JSONAttribute()
    token_hash = UnicodeAttribute()
    hint = UnicodeAttribute(default="")
    created_at = UnicodeAttribute()
    last_used_at = UnicodeAttribute(null=True)


_touched: dict[str, float] = {}


def hash_token(token: str) -> str:
    """A token has 256 random bits, so that one plain hash protects it; a password would need more."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_token(token: ApiToken) -> None:
    fields = {name: getattr(token, name) for name in ApiToken.__dataclass_fields__}
    fields["scopes"] = list(token.scopes)

    def write(transaction: TransactWrite) -> None:
        for pk, sk in _row_keys(token):
            transaction.save(TokenRecord(pk, sk, **fields), condition=TokenRecord.pk.does_not_exist())

    write_transaction(write, Conflict("This token exists already"))


def find_token(token: str) -> ApiToken | None:
    """The living token, or None: unknown and revoked look the same. Starts without a tenant; its answer names one."""
    try:
        return _token(TokenRecord.get(keys.token_hash(hash_token(token)), keys.TOKEN))
    except TokenRecord.DoesNotExist:
        return None


def list_tokens(user_id: str) -> list[ApiToken]:
    """A person's tokens, newest first."""
    rows = TokenRecord.query(keys.user(user_id), TokenRecord.sk.startswith(keys.user_token("")))
    return sorted(map(_token, rows), key=lambda token: (token.created_at, token.token_id), reverse=True)


def revoke_token(user_id: str, token_id: str) -> ApiToken:
    """Remove a token for good; the next request with it is refused. Raises NotFound."""
    missing = NotFound("No such token")
    try:
        token = _token(TokenRecord.get(keys.user(user_id), keys.user_token(token_id)))
    except TokenRecord.DoesNotExist:
        raise missing from None

    def write(transaction: TransactWrite) -> None:
        for pk, sk in _row_keys(token):
            transaction.delete(TokenRecord(pk, sk), condition=TokenRecord.pk.exists())

    write_transaction(write, missing)
    return token


def revoke_tokens(user_id: str) -> int:
    """Remove every token of a person; how many there were. The person must be signed out by then, or makes new ones."""
    tokens = list_tokens(user_id)
    for token in tokens:
        # Somebody may be revoking it right now.
        with suppress(NotFound):
            revoke_token(user_id, token.token_id)
    return len(tokens)


def touch_token(token: ApiToken, now: datetime) -> None:
    """Note that a token was used, at most once a minute over all processes."""
    if time.monotonic() - _touched.get(token.token_id, -1e9) < TOUCH_EVERY.total_seconds():
        return
    if len(_touched) >= MAX_REMEMBERED:
        _touched.clear()
    _touched[token.token_id] = time.monotonic()
    record = TokenRecord(keys.user(token.user_id), keys.user_token(token.token_id))
    used = TokenRecord.last_used_at
    is_stale = used.does_not_exist() | (used < format_time(now - TOUCH_EVERY))
    try:
        record.update(actions=[used.set(format_time(now))], condition=TokenRecord.token_id.exists() & is_stale)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def forget_touches() -> None:
    """Note the next use of every token again, however recent the last."""
    _touched.clear()


def _row_keys(token: ApiToken) -> tuple[tuple[str, str], tuple[str, str]]:
    by_hash = (keys.token_hash(token.token_hash), keys.TOKEN)
    return by_hash, (keys.user(token.user_id), keys.user_token(token.token_id))


def _token(record: TokenRecord) -> ApiToken:
    fields = {name: getattr(record, name) for name in ApiToken.__dataclass_fields__}
    return ApiToken(**{**fields, "scopes": tuple(record.scopes)})
