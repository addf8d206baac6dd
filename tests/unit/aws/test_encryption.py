"""Events are sealed with a key of their project: opened for the same event only, and never after the key is gone."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from chalicelib.alerts.model import OutboxRow
from chalicelib.alerts.outbox import claim_outbox, find_outbox, list_stale_outbox, mark_outbox_sent, put_outbox
from chalicelib.aws import clients as aws
from chalicelib.aws import encryption
from chalicelib.aws.compression import (
    EVENT_DICTIONARY,
    EVENT_FIELDS,
    SUMMARY_DICTIONARY,
    SUMMARY_FIELDS,
    compress,
    decompress,
)
from chalicelib.aws.encryption import erase_data_key, get_data_key
from chalicelib.config import Settings
from chalicelib.errors import NotFound
from chalicelib.events.packs import (
    ChunkEntry,
    StreamEntry,
    open_blob,
    pack_entries,
    pack_stream,
    read_blob,
    seal_blob,
    store_pack,
    unpack_entries,
    unpack_stream,
)
from tests.process_memory import forget_process_memory

EVENT, OTHER = "a" * 32, "b" * 32
AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_one_ranged_read_opens_one_event_of_a_pack(stage: Settings) -> None:
    key = get_data_key("7")
    blobs = [seal_blob(key, EVENT, {"event": 1}), seal_blob(key, OTHER, {"event": 2})]
    store_pack("raw/30/x", blobs)

    assert read_blob("7", OTHER, "raw/30/x", len(blobs[0]), len(blobs[1])) == {"event": 2}


@pytest.mark.parametrize("dictionary", [EVENT_DICTIONARY, SUMMARY_DICTIONARY])
def test_dictionaries_never_change(dictionary: int) -> None:
    """Events of years were packed with them; whoever improves one gives it a new number."""
    known = {
        EVENT_DICTIONARY: "1d2bf6eb6e11840b2ccdaebdb42425d93c05ed2ce4182aa7f127a876622036c3",
        SUMMARY_DICTIONARY: "769da8b42e6a92dcf16accf417deed1d4530ff8b3b2131a4a77b9ed191f66e74",
    }
    words = {EVENT_DICTIONARY: EVENT_FIELDS, SUMMARY_DICTIONARY: SUMMARY_FIELDS}

    assert sha256(words[dictionary]).hexdigest() == known[dictionary]
    assert decompress(compress(b"anything", dictionary, 3)) == b"anything"


def test_a_blob_opens_for_its_own_event_and_project_only(stage: Settings) -> None:
    blob = seal_blob(get_data_key("7"), EVENT, {"secret": "words"})

    assert b"words" not in blob
    for project_id, event_id in (("7", OTHER), ("8", EVENT)):
        with pytest.raises(NotFound):
            open_blob(get_data_key(project_id), event_id, blob)


def test_a_pack_that_expired_is_not_found(stage: Settings) -> None:
    with pytest.raises(NotFound):
        read_blob("7", EVENT, "raw/30/gone", 0, 10)


def test_every_process_unwraps_the_same_key_and_stores_it_wrapped(stage: Settings) -> None:
    blob = seal_blob(get_data_key("7"), EVENT, {"a": 1})
    table = stage.table_name("core")
    row = aws.client("dynamodb").get_item(TableName=table, Key={"pk": {"S": "P#7"}, "sk": {"S": "DATAKEY"}})["Item"]
    forget_process_memory()

    assert open_blob(get_data_key("7"), EVENT, blob) == {"a": 1}
    assert len(row["wrapped"]["B"]) == encryption.NONCE_BYTES + encryption.KEY_BYTES + 16


def test_an_erased_key_stays_erased(stage: Settings) -> None:
    get_data_key("7")

    erase_data_key("7", AT)

    with pytest.raises(NotFound):
        get_data_key("7")
    forget_process_memory()
    with pytest.raises(NotFound):
        get_data_key("7")


def test_users_hash_alike_within_a_project_only(stage: Settings) -> None:
    one, other = get_data_key("7"), get_data_key("8")

    assert one.hash_user("id:1") == one.hash_user("id:1") != other.hash_user("id:1")


def test_entries_survive_packing() -> None:
    entries = [
        ChunkEntry(EVENT, 1_795_413_600_000, 0, 4096, "fatal", b"12345678"),
        ChunkEntry(OTHER, 1_795_413_600_001, 2**31, 1, "debug", None),
    ]
    stream = [StreamEntry(1_795_413_600_000, EVENT)]

    assert list(unpack_entries(pack_entries(entries))) == entries
    assert list(unpack_stream(pack_stream(stream))) == stream
    assert len(pack_entries(entries[:1])) <= 45


def test_an_outbox_row_is_claimed_by_one_and_gone_when_told(stage: Settings) -> None:
    row = OutboxRow("x", "7", "o1", "new_issue", "i1", "2026-11-23T06:00:00.000Z", tags=[["os", "Linux"]])
    put_outbox(row)

    assert claim_outbox("x", AT) == row
    assert claim_outbox("x", AT) is None
    assert list_stale_outbox(AT) == []
    assert list_stale_outbox(LATER) == [row]
    assert claim_outbox("x", LATER) == row
    mark_outbox_sent("x")
    assert (claim_outbox("x", LATER), find_outbox("x")) == (None, None)
