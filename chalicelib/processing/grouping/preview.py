"""What other rules would do to events that are stored: the group of each before and after. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from chalicelib.processing.grouping.engine import Event, GroupingConfig, group


@dataclass(frozen=True, slots=True)
class Regrouped:
    """*before* and *after* are hashes; *method* says how the new rules came to theirs."""

    event_id: str
    before: str
    after: str
    method: str

    @property
    def is_moved(self) -> bool:
        return self.before != self.after


def preview(events: Iterable[Event], current: GroupingConfig, proposed: GroupingConfig) -> list[Regrouped]:
    """Both groupings of each event. Grouping marks frames, so that each works on a copy of its own."""
    found: list[Regrouped] = []
    for event in events:
        written = orjson.dumps(event)
        before, after = group(orjson.loads(written), current), group(orjson.loads(written), proposed)
        found.append(Regrouped(str(event.get("event_id", "")), before.hash, after.hash, after.method))
    return found
