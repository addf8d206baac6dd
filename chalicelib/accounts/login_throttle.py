"""Attempts per account and address, to sign in above all: each is counted before it is made, and failing costs time.

The count is written on condition that nobody else wrote in between, so that guesses sent at once count one by one.
"""

import time
from dataclasses import dataclass

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import PutError

from chalicelib.aws import keys
from chalicelib.aws.tables import HotRecord
from chalicelib.errors import RateLimited

FORGET_AFTER_SECONDS = 24 * 3600
MAX_DELAY_SECONDS = 900
ATTEMPTS_AT_WRITING = 4


@dataclass(frozen=True, slots=True)
class Throttle:
    """*free* failures cost nothing; each one more doubles the wait."""

    who: str
    free: int


class FailureRecord(HotRecord):
    attempts = NumberAttribute(default=0)
    blocked_until = NumberAttribute(default=0)


def account_throttle(email: str) -> Throttle:
    return Throttle(f"login#account#{email.strip().lower()}", free=5)


def address_throttle(address: str) -> Throttle:
    """An office shares an address, so that it may fail more often than an account."""
    return Throttle(f"login#address#{address}", free=20)


def address_change_throttle(user_id: str) -> Throttle:
    """Each is a mail to an address that may not be the asker's."""
    return Throttle(f"address-change#{user_id}", free=3)


def recipient_throttle(email: str) -> Throttle:
    """Mails about an account and invitations: strangers can have them sent to anybody."""
    return Throttle(f"mail#{email.strip().lower()}", free=5)


def reserve_attempt(throttle: Throttle) -> None:
    """Count one attempt. Raises RateLimited while earlier failures still cost time."""
    for _ in range(ATTEMPTS_AT_WRITING):
        now = int(time.time())
        record = _read(throttle, now)
        wait = int(record.blocked_until) - now
        if wait > 0:
            raise _slow_down(wait)
        if _write(record, throttle, now):
            return
    raise _slow_down(1)


def forgive(throttle: Throttle) -> None:
    """Forget the failures of somebody who has shown to be right."""
    FailureRecord(keys.limit(throttle.who), keys.FAILURES).delete()


def release_attempt(throttle: Throttle) -> None:
    """Take back one attempt that was no failure, and leave the others counted."""
    FailureRecord(keys.limit(throttle.who), keys.FAILURES).update(
        actions=[FailureRecord.attempts.add(-1), FailureRecord.blocked_until.set(0)]
    )


def _read(throttle: Throttle, now: int) -> FailureRecord:
    fresh = FailureRecord(keys.limit(throttle.who), keys.FAILURES)
    try:
        found = FailureRecord.get(keys.limit(throttle.who), keys.FAILURES, consistent_read=True)
    except FailureRecord.DoesNotExist:
        return fresh
    return found if (found.expires_at or 0) > now else fresh


def _write(record: FailureRecord, throttle: Throttle, now: int) -> bool:
    before = int(record.attempts)
    unchanged = FailureRecord.attempts == before
    if before == 0:
        unchanged = FailureRecord.pk.does_not_exist() | (FailureRecord.expires_at <= now) | unchanged
    record.attempts = before + 1
    record.blocked_until = now + _delay_seconds(before + 1 - throttle.free)
    record.expires_at = now + FORGET_AFTER_SECONDS
    try:
        record.save(condition=unchanged)
    except PutError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def _delay_seconds(failures_beyond_free: int) -> int:
    return 0 if failures_beyond_free <= 0 else min(MAX_DELAY_SECONDS, 2 ** min(failures_beyond_free, 10))


def _slow_down(seconds: int) -> RateLimited:
    return RateLimited("Too many attempts", retry_after_seconds=seconds)
