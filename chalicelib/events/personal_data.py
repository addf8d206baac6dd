"""One person's events: found by the keyed hash in the chunks, or by the mail address in an event's sealed summary.

Erasing blanks the event's bytes in its pack, removes its row, and forgets the hash, in the chunk and among the users of
its issue. Counts stay: they name nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.aws import keys
from chalicelib.aws.encryption import get_data_key
from chalicelib.aws.rows import Row, delete_rows, find_row, query_rows, replace_value
from chalicelib.events.attachments import delete_attachments, list_attachments
from chalicelib.events.identities import write_identity
from chalicelib.events.packs import ChunkEntry, blank_blobs, pack_entries, read_blob, unpack_entries
from chalicelib.events.rows import EventPlace, EventRow, event_key
from chalicelib.events.store import event_row, find_places
from chalicelib.issues.deletion import forget_users
from chalicelib.issues.facets import forget_facet_values
from chalicelib.issues.store import Issue

USER_TAG = "user"
ROWS_PER_QUERY = 25


@dataclass(frozen=True, slots=True)
class Person:
    """Whom it is about, as SDKs name people: by id, by mail address, or both."""

    id: str | None = None
    email: str | None = None

    def hashes(self, project_id: str) -> frozenset[bytes]:
        """How chunks know the person. An event that has an id is known by that alone."""
        key = get_data_key(project_id)
        named = (("id", self.id), ("email", self.email))
        return frozenset(key.hash_user(write_identity(kind, value)) for kind, value in named if value)


@dataclass(frozen=True, slots=True)
class PersonalChunk:
    """A chunk's row with those of its entries that are the person's."""

    row: Row
    entries: Sequence[ChunkEntry]
    summaries: Sequence[EventRow]


def find_chunks(project_id: str, issue: Issue, person: Person) -> Iterator[PersonalChunk]:
    """The chunks of *issue* that hold events of *person*."""
    hashes = person.hashes(project_id)
    partition = keys.chunks(project_id, issue.id, issue.generation)
    for row in query_rows("hot", partition, page_size=ROWS_PER_QUERY):
        entries = list(unpack_entries(row["entries"]))
        summaries = _read_summaries(project_id, entries, hashes, person)
        named = {summary.event_id for summary in summaries if _is_named(summary, person)}
        own = [entry for entry in entries if entry.user_hash in hashes or entry.event_id in named]
        if own:
            own_ids = {entry.event_id for entry in own}
            yield PersonalChunk(row, own, [summary for summary in summaries if summary.event_id in own_ids])


def read_events(project_id: str, chunk: PersonalChunk) -> Iterator[dict[str, Any]]:
    """The person's events of a chunk with a list of their files; those that have expired are left out.

    Each is as it was normalized, or, where a budget left the body out, what lists show of it.
    """
    for event_id, place in find_places(project_id, [entry.event_id for entry in chunk.entries]).items():
        yield {
            "event_id": event_id,
            "issue_id": place.issue_id,
            "event": _read_event(project_id, place),
            "attachments": [asdict(file) for file in list_attachments(project_id, event_id)],
        }


def forget_person(project_id: str, issue: Issue, person: Person, now: datetime) -> None:
    """Make *issue* forget that it met the person, also under names that only an expired event said."""
    forget_users(project_id, issue.id, person.hashes(project_id), now)


def erase_events(project_id: str, issue: Issue, chunk: PersonalChunk, now: datetime) -> int:
    """Erase the person's events of a chunk and their files; returns how many.

    The hash goes last: by it a repeat finds them.
    """
    own_ids = {entry.event_id for entry in chunk.entries}
    forget_users(project_id, issue.id, {entry.user_hash for entry in chunk.entries if entry.user_hash}, now)
    blank_blobs(chunk.row["pack"], [(entry.offset, entry.length) for entry in chunk.entries])
    forget_facet_values(issue, USER_TAG, {value for summary in chunk.summaries for value in _user_tags(summary)})
    for event_id in own_ids:
        delete_attachments(project_id, event_id)
    delete_rows("hot", [event_key(project_id, event_id) for event_id in own_ids])
    _forget_hashes(chunk.row, own_ids)
    return len(own_ids)


def _user_tags(summary: EventRow) -> set[str]:
    """What an event's person is called in the distribution of tags; before identities were it was the label."""
    return {value for key, value in summary.tags if key == USER_TAG} | ({summary.user} if summary.user else set())


def _forget_hashes(row: Row | None, event_ids: AbstractSet[str]) -> None:
    """Another erasure may be changing the chunk just now, so each change is made to what is there."""
    while row is not None:
        kept = (
            replace(entry, user_hash=None) if entry.event_id in event_ids else entry
            for entry in unpack_entries(row["entries"])
        )
        if replace_value("hot", row, "entries", pack_entries(kept)):
            return
        row = find_row("hot", (row["pk"], row["sk"]))


def _read_event(project_id: str, place: EventPlace) -> Any:
    if not place.has_body:
        return asdict(event_row(project_id, place))
    return read_blob(project_id, place.event_id, place.pack, place.offset, place.length)["event"]


def _read_summaries(
    project_id: str, entries: Iterable[ChunkEntry], hashes: frozenset[bytes], person: Person
) -> list[EventRow]:
    """Summaries of the events that may be the person's: with an address, any may, for events with an id hash that."""
    wanted = [entry.event_id for entry in entries if person.email or entry.user_hash in hashes]
    return [event_row(project_id, place) for place in find_places(project_id, wanted).values()] if wanted else []


def _is_named(summary: EventRow, person: Person) -> bool:
    return bool(person.email and summary.user and summary.user.lower() == person.email.strip().lower())
