"""Receivers that failed lately: each is asked again after a pause of its own, whatever else there is to tell it."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import HotRecord
from chalicelib.times import format_time

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)
# After a day without another failure a receiver starts anew.
KEPT_FOR = timedelta(days=1)
STATE = "RECEIVER"


class ReceiverRecord(HotRecord):
    failures = NumberAttribute()
    until = UnicodeAttribute()


class Receivers:
    """What is known of the receivers *urls* of a project as it was at *now*. Others of a project know nothing of it."""

    def __init__(self, project_id: str, urls: Iterable[str], now: datetime) -> None:
        self._project_id = project_id
        self._now = now
        wanted = {self._key(url): url for url in urls}
        found = ReceiverRecord.batch_get([(key, STATE) for key in wanted], consistent_read=True) if wanted else ()
        self._failing = {wanted[record.pk]: record for record in found}

    def is_paused(self, url: str) -> bool:
        return url in self._failing and self._failing[url].until > format_time(self._now)

    def note_failure(self, url: str) -> None:
        """Leave the receiver alone for a while, each time for longer."""
        failures = int(self._failing[url].failures) if url in self._failing else 0
        pause = min(FIRST_PAUSE * 2 ** min(failures, 10), LONGEST_PAUSE)
        record = ReceiverRecord(
            self._key(url),
            STATE,
            failures=failures + 1,
            until=format_time(self._now + pause),
            expires_at=int((self._now + KEPT_FOR).timestamp()),
        )
        record.save()
        self._failing[url] = record

    def note_success(self, url: str) -> None:
        if url in self._failing:
            self._failing.pop(url).delete()

    def _key(self, url: str) -> str:
        return keys.limit(f"receiver#{self._project_id}#{hashlib.sha256(url.encode()).hexdigest()}")
