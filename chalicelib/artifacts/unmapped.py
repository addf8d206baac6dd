"""Which stored events lacked which maps, so that a later upload finds them: one row a batch, for seven days."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson

from chalicelib import zstd
from chalicelib.aws import keys
from chalicelib.aws.rows import delete_rows, put_rows, query_rows

KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class UnmappedBatch:
    """*lacking* says by event which debug ids and releases it lacks. *position* orders batches by time."""

    position: str
    lacking: dict[str, frozenset[str]]


def store_unmapped(project_id: str, received_ms: int, batch_id: str, lacking: Mapping[str, Iterable[str]]) -> None:
    """Note events by what they lack; nothing is written when there are none."""
    if lacking:
        _put(project_id, keys.batch(received_ms, batch_id), lacking, received_ms)


def list_unmapped(project_id: str, after: str | None = None) -> Iterator[UnmappedBatch]:
    """The batches of the last seven days, oldest first, beyond the position *after*."""
    oldest = keys.batch(round((time.time() - KEPT_SECONDS) * 1000), "")
    for row in query_rows("hot", keys.unmapped_events(project_id), first=after or oldest, page_size=50):
        if row["sk"] != after:
            lacking = orjson.loads(zstd.decompress(row["lacking"]))
            yield UnmappedBatch(row["sk"], {event_id: frozenset(wanted) for event_id, wanted in lacking.items()})


def replace_unmapped(project_id: str, position: str, lacking: Mapping[str, Iterable[str]]) -> None:
    """Let a batch hold what is still lacking. Doing so again changes nothing."""
    if lacking:
        _put(project_id, position, lacking, int(position.partition("#")[0]))
    else:
        delete_rows("hot", [(keys.unmapped_events(project_id), position)])


def _put(project_id: str, position: str, lacking: Mapping[str, Iterable[str]], received_ms: int) -> None:
    packed = zstd.compress(orjson.dumps({event_id: sorted(wanted) for event_id, wanted in lacking.items()}))
    row = {
        "pk": keys.unmapped_events(project_id),
        "sk": position,
        "lacking": packed,
        "expires_at": received_ms // 1000 + KEPT_SECONDS,
    }
    put_rows("hot", [row])
