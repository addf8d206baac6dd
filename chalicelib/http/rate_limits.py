"""Exact counters per caller and minute, in rows that expire. One conditional write a request; none once refused."""

import time
from dataclasses import dataclass

from pynamodb.attributes import NumberAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import SCHEMA_VERSION, HotRecord

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
