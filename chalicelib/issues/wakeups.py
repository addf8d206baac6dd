"""When ignored issues wake: rows in order of time, so that the sweep reads only what is due."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.times import format_time

MAX_LISTED = 10_000


class WakeupRecord(CoreRecord):
    """The range key says everything: when, which project, which issue."""


@dataclass(frozen=True, slots=True)
class Wakeup:
    at: str
    project_id: str
    issue_id: str


def note_wakeup(project_id: str, issue_id: str, at: str) -> None:
    """Have the sweep look at the issue at *at*. To be called before the issue is ignored: too many looks do no harm."""
    WakeupRecord(keys.WAKEUPS, keys.wakeup(at, project_id, issue_id)).save()


def list_due_wakeups(now: datetime) -> list[Wakeup]:
    """The earliest ones first, at most MAX_LISTED. For the sweep: it acts for every tenant."""
    rows = WakeupRecord.query(keys.WAKEUPS, WakeupRecord.sk < format_time(now) + "$", limit=MAX_LISTED)
    return [Wakeup(*row.sk.split("#", 2)) for row in rows]


def forget_wakeup(wakeup: Wakeup) -> None:
    WakeupRecord(keys.WAKEUPS, keys.wakeup(wakeup.at, wakeup.project_id, wakeup.issue_id)).delete()
