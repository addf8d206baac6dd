"""Sessions: one row per signed-in device, holding the hashes of its current refresh token and the one before.

A session lives until its row is gone or past its time; a process may take 60 seconds to notice.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.times import format_time, parse_time, utc_now

LIFETIME = timedelta(days=7)
ALIVE_CACHE_SECONDS = 60
MAX_CACHED = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    session_id: str
    user_id: str
    refresh_hash: str
    created_at: str
    last_used_at: str
    expires_on: str
    previous_hash: str | None = None
    rotated_at: str | None = None
    user_agent: str | None = None
    address: str | None = None


class SessionRecord(CoreRecord):
    session_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    refresh_hash = UnicodeAttribute()
    created_at = UnicodeAttribute()
    last_used_at = UnicodeAttribute()
    expires_on = UnicodeAttribute()
    previous_hash = UnicodeAttribute(null=True)
    rotated_at = UnicodeAttribute(null=True)
    user_agent = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)


_alive_until: dict[str, float] = {}


def create_session(session: Session) -> None:
    fields = {name: getattr(session, name) for name in Session.__dataclass_fields__}
    SessionRecord(keys.user(session.user_id), keys.session(session.session_id), **fields).save()


def find_session(user_id: str, session_id: str) -> Session | None:
    """A session that has not run out, or None."""
    try:
        record = SessionRecord.get(keys.user(user_id), keys.session(session_id), consistent_read=True)
    except SessionRecord.DoesNotExist:
        return None
    return _session(record) if parse_time(record.expires_on) > utc_now() else None


def list_sessions(user_id: str) -> list[Session]:
    """The sessions of a person that have not run out, last used first. Rows of those that have are removed."""
    rows = list(SessionRecord.query(keys.user(user_id), SessionRecord.sk.startswith(keys.session(""))))
    now = format_time(utc_now())
    for row in rows:
        if row.expires_on <= now:
            row.delete()
    living = [_session(row) for row in rows if row.expires_on > now]
    return sorted(living, key=lambda session: session.last_used_at, reverse=True)


def is_session_alive(user_id: str, session_id: str) -> bool:
    """Whether access tokens of this session still count. A yes is believed for a minute."""
    if _alive_until.get(session_id, 0.0) > time.monotonic():
        return True
    if find_session(user_id, session_id) is None:
        return False
    if len(_alive_until) >= MAX_CACHED:
        _alive_until.clear()
    _alive_until[session_id] = time.monotonic() + ALIVE_CACHE_SECONDS
    return True


def rotate_session(session: Session, new_hash: str, now: datetime) -> bool:
    """Replace the refresh token that *session* was read with. False when it has been replaced already, or ended."""
    return _update_if_current(
        session,
        SessionRecord.refresh_hash.set(new_hash),
        SessionRecord.previous_hash.set(session.refresh_hash),
        SessionRecord.rotated_at.set(format_time(now)),
        SessionRecord.last_used_at.set(format_time(now)),
        SessionRecord.expires_on.set(format_time(now + LIFETIME)),
    )


def forget_previous_token(session: Session) -> bool:
    """Use up the one repetition that the token before the current one has. False when it was used up already."""
    return _update_if_current(
        session, SessionRecord.previous_hash.remove(), condition=SessionRecord.previous_hash == session.previous_hash
    )


def end_session(user_id: str, session_id: str) -> None:
    """Sign a device out. Ending what has ended does nothing."""
    SessionRecord(keys.user(user_id), keys.session(session_id)).delete()
    _alive_until.pop(session_id, None)


def end_sessions(user_id: str, except_session_id: str | None = None) -> None:
    """Sign out every device of a person, or all but one."""
    for session in list_sessions(user_id):
        if session.session_id != except_session_id:
            end_session(user_id, session.session_id)


def forget_alive_sessions() -> None:
    """Look every session up again at its next request."""
    _alive_until.clear()


def _update_if_current(session: Session, *actions: Action, condition: Condition | None = None) -> bool:
    current = SessionRecord.refresh_hash == session.refresh_hash
    record = SessionRecord(keys.user(session.user_id), keys.session(session.session_id))
    try:
        record.update(actions=list(actions), condition=current if condition is None else current & condition)
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def _session(record: SessionRecord) -> Session:
    return Session(**{name: getattr(record, name) for name in Session.__dataclass_fields__})
