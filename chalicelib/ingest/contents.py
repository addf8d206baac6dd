"""What an envelope holds for us: items to pass on, items to drop by category, and items refused with their reason."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import orjson

from chalicelib.errors import MiniSentryError, TooLarge
from chalicelib.events.attachments import NewAttachment
from chalicelib.ids import derived_id
from chalicelib.messages import ItemKind
from chalicelib.protocol.client_report import count_discarded
from chalicelib.protocol.envelope import BodyReader, EnvelopeHeader, Item, describe_sdk, read_items
from chalicelib.protocol.limits import (
    ATTACHMENT,
    CLIENT_REPORT,
    KEPT_ITEM_BYTES,
    LAMBDA_NOTE,
    READ_ITEM_BYTES,
    TRANSACTION,
    amount_of,
    category_of,
    describe_bytes,
)
from chalicelib.protocol.payload import new_event_id, parse_event_id, parse_payload
from chalicelib.protocol.security import feedback_from_report, parse_reports

# Each kept item is a message of its own; SDKs send one event and a few files.
MAX_KEPT_ITEMS = 50
MAX_HEADER_TEXT = 200


@dataclass(frozen=True, slots=True)
class KeptItem:
    """One item on its way to the queue, counted against limits."""

    kind: ItemKind
    event_id: str
    body: bytes
    sdk: str | None = None


@dataclass(slots=True)
class Contents:
    """Filled item by item. *event_id* is what the sender is told, *broken* why reading ended early.

    *dropped* is what we don't keep, *discarded* what the SDK says it never sent.
    """

    event_id: str | None
    kept: list[KeptItem] = field(default_factory=list)
    files: list[NewAttachment] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    discarded: Counter[str] = field(default_factory=Counter)
    refusals: list[MiniSentryError] = field(default_factory=list)
    broken: MiniSentryError | None = None

    def count_tokens(self) -> int:
        """What the envelope counts as against limits: its events, or one for files that come alone."""
        return len(self.kept) or int(bool(self.files))

    def drop_homeless_files(self) -> None:
        """Files of no event could never be found again."""
        if self.event_id is None and self.files:
            self.dropped[ATTACHMENT] += len(self.files)
            self.files.clear()

    def add(self, item: KeptItem) -> None:
        self.event_id = self.event_id or item.event_id
        self.kept.append(item)


def sort_items(header: EnvelopeHeader, reader: BodyReader) -> Contents:
    """Every item that can be read, even when the envelope breaks later or a neighbour is refused."""
    contents = Contents(header.event_id)
    try:
        for item in read_items(reader, READ_ITEM_BYTES):
            _sort(item, header, contents)
    except MiniSentryError as error:
        contents.broken = error
    contents.drop_homeless_files()
    _keep_apart(contents)
    return contents


def keep_event(text: bytes, where: str, event_id: str | None = None) -> KeptItem | None:
    """An event under *event_id*, else under its own id, else under a new one; None for transactions in its clothes."""
    payload = parse_payload(text, where)
    if payload.get("type") == TRANSACTION:
        return None
    chosen = event_id or parse_event_id(payload.get("event_id")) or new_event_id()
    return KeptItem("event", chosen, payload.encoded, describe_sdk(payload.get("sdk")))


def _sort(item: Item, header: EnvelopeHeader, contents: Contents) -> None:
    if item.type == CLIENT_REPORT:
        # It tells what the SDK itself discarded; nothing was lost on its way to us.
        contents.discarded += count_discarded(item.payload or b"")
        return
    keep = _KEEPERS.get(item.type)
    if keep is None or len(contents.kept) + len(contents.files) >= MAX_KEPT_ITEMS:
        contents.dropped[category_of(item.type)] += amount_of(item.type, item.headers.get("item_count"))
        return
    try:
        keep(item, _require_payload(item), header, contents)
    except MiniSentryError as error:
        contents.refusals.append(error)


def _require_payload(item: Item) -> bytes:
    if item.payload is None:
        limit = describe_bytes(KEPT_ITEM_BYTES[item.type])
        raise TooLarge(f"{item.place}: {item.size_bytes} bytes are more than the {limit} allowed {LAMBDA_NOTE}")
    return item.payload


def _keep_event(item: Item, payload: bytes, header: EnvelopeHeader, contents: Contents) -> None:
    is_first = not any(kept.kind == "event" for kept in contents.kept)
    event = keep_event(payload, item.place, header.event_id if is_first else None)
    if event is None:
        contents.dropped[TRANSACTION] += 1
    else:
        contents.add(event)


def _keep_feedback(item: Item, payload: bytes, header: EnvelopeHeader, contents: Contents) -> None:
    feedback = parse_payload(payload, item.place)
    event_id = parse_event_id(feedback.get("event_id")) or _feedback_id(header, payload)
    contents.add(KeptItem("feedback", event_id, feedback.encoded, header.sdk))


def _keep_user_report(item: Item, payload: bytes, header: EnvelopeHeader, contents: Contents) -> None:
    feedback = feedback_from_report(parse_payload(payload, item.place))
    contents.kept.append(KeptItem("feedback", _feedback_id(header, payload), orjson.dumps(feedback), header.sdk))


def _keep_raw_security(item: Item, payload: bytes, _: EnvelopeHeader, contents: Contents) -> None:
    reports, left_out = parse_reports(payload, {})
    contents.kept += [KeptItem("csp", new_event_id(), report) for report in reports]
    contents.dropped[category_of(item.type)] += left_out


def _feedback_id(header: EnvelopeHeader, payload: bytes) -> str:
    """An id for feedback that names none, the same when it is sent again; the header's is its event's."""
    return derived_id("feedback", header.event_id, payload.hex()).replace("-", "")


def _keep_apart(contents: Contents) -> None:
    """Give feedback an id of its own where it took that of an event beside it, or one of both would be a duplicate."""
    taken = {item.event_id for item in contents.kept if item.kind == "event"}
    contents.kept = [
        replace(item, event_id=derived_id("feedback", item.event_id).replace("-", ""))
        if item.kind == "feedback" and item.event_id in taken
        else item
        for item in contents.kept
    ]


def _keep_attachment(item: Item, payload: bytes, _: EnvelopeHeader, contents: Contents) -> None:
    name, content_type, attachment_type = (
        _header_text(item, field, default)
        for field, default in (
            ("filename", "unnamed"),
            ("content_type", "application/octet-stream"),
            ("attachment_type", "event.attachment"),
        )
    )
    contents.files.append(NewAttachment(name, content_type, attachment_type, payload))


def _header_text(item: Item, name: str, default: str) -> str:
    value = item.headers.get(name)
    return value[:MAX_HEADER_TEXT] if isinstance(value, str) and value else default


_KEEPERS: Mapping[str, Callable[[Item, bytes, EnvelopeHeader, Contents], None]] = MappingProxyType(
    {
        "event": _keep_event,
        "feedback": _keep_feedback,
        "user_report": _keep_user_report,
        "raw_security": _keep_raw_security,
        "attachment": _keep_attachment,
    }
)
