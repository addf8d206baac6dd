"""A person planted wherever one may stand: afterwards no table and no object holds them in a form that can be read."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from chalicelib import config, zstd
from chalicelib.aws.clients import client
from chalicelib.aws.compression import decompress
from chalicelib.aws.encryption import get_data_key
from chalicelib.config import TableKind, settings
from chalicelib.errors import NotFound
from chalicelib.events import personal_data
from chalicelib.events.attachments import NewAttachment, store_attachments
from chalicelib.events.packs import blank_blobs, open_blob, store_pack
from chalicelib.events.store import get_event
from chalicelib.issues.index import snapshots
from chalicelib.issues.index.tasks import write_snapshot
from chalicelib.times import format_time, utc_now
from infra.operate.backup import TABLES, read_backup, write_backup
from tests.triage_world import World, build_world, must, run_queued_jobs, tell_notifications

NAME, EMAIL, USER_ID = "Zelda Planted", "zelda.planted@example.com", "planted-4711"
RELEASE = f"{USER_ID}@1.0"
MARKS = tuple(mark.encode() for mark in (NAME, EMAIL, USER_ID))


@pytest.fixture
def world(open_stage: config.Settings) -> World:
    return build_world()


def plant(world: World) -> str:
    """An event that names the person in its every corner, with a file, a comment, a release and their index."""
    event_id = world.send(
        kind=NAME,
        message=f"{NAME} <{EMAIL}>",
        user={"id": USER_ID, "email": EMAIL, "username": NAME},
        tags={"customer": NAME, "mail": EMAIL},
        extra={"note": NAME},
        request={"url": f"https://shop.example/?mail={EMAIL}", "data": {"who": NAME}},
        breadcrumbs={"values": [{"message": f"hello {NAME}", "data": {"id": USER_ID}}]},
        transaction=f"/people/{USER_ID}",
        release=RELEASE,
    )
    file = NewAttachment(f"{NAME}.txt", "text/plain", "event.attachment", NAME.encode())
    store_attachments(world.project_id, event_id, [file], received_at=format_time(utc_now()), retention_days=30)
    issue = f"{world.issues}/WEB-1"
    must(world.owner.post(f"{issue}/comments", {"content": f"{NAME} called, {EMAIL}"}))
    commit = {"id": "abc", "message": f"for {NAME}", "author_name": NAME, "author_email": EMAIL}
    must(world.owner.put(f"/projects/{world.project_id}/releases/{RELEASE}/commits", {"commits": [commit]}))
    write_snapshot(world.project_id)
    tell_notifications()
    return event_id


def list_rows(kind: TableKind) -> Iterator[tuple[str, dict[str, Any]]]:
    for page in client("dynamodb").get_paginator("scan").paginate(TableName=settings().table_name(kind)):
        for item in page["Items"]:
            yield f"{kind} {item['pk']['S']} {item['sk']['S']}", item


def list_objects() -> Iterator[tuple[str, bytes]]:
    for bucket in ("events", "artifacts"):
        name = settings().bucket_name(bucket)  # type: ignore[arg-type] # Both are kinds of buckets.
        for entry in client("s3").list_objects_v2(Bucket=name).get("Contents", ()):
            yield f"{bucket} {entry['Key']}", client("s3").get_object(Bucket=name, Key=entry["Key"])["Body"].read()


def readings(content: bytes) -> Iterator[bytes]:
    """What *content* says as it is, and under every compression we use. What is sealed says nothing."""
    yield content
    ways: tuple[Callable[[bytes], bytes], ...] = (zstd.decompress, decompress, gzip.decompress)
    for way in ways:
        # What is not compressed in this way says nothing in it.
        with suppress(Exception):
            yield way(content)


def values_of(item: Any) -> Iterator[bytes]:
    if isinstance(item, dict):
        for name, value in item.items():
            yield name.encode()
            yield from values_of(value)
    elif isinstance(item, list | set | tuple):
        for value in item:
            yield from values_of(value)
    else:
        yield item if isinstance(item, bytes) else str(item).encode()


def find_planted() -> set[str]:
    """Where the person can be read."""
    places: list[tuple[str, list[bytes]]] = [(where, [body]) for where, body in list_objects()]
    for kind in ("core", "hot"):
        places += [(where, list(values_of(item))) for where, item in list_rows(kind)]  # type: ignore[arg-type]
    return {
        where
        for where, values in places
        if any(mark in text for value in values for text in readings(value) for mark in MARKS)
    }


def test_the_search_finds_what_is_planted(world: World) -> None:
    """Or it would prove nothing: titles, comments, commits and snapshots are readable to whoever holds the tables."""
    plant(world)

    found = find_planted()

    assert any("index/" in where for where in found)
    for kind in ("I#1#", "RC#1#", "T#1#", "TK#1#", "AGG#1#"):
        assert any(kind in where for where in found), (kind, found)


def test_nothing_of_a_deleted_project_can_be_read(world: World) -> None:
    plant(world)
    must(world.owner.delete(f"/organizations/{world.org_slug}/projects/web"))
    run_queued_jobs()

    assert find_planted() == set()
    with pytest.raises(NotFound):
        get_data_key(world.project_id)


def test_nothing_of_a_deleted_organization_can_be_read(world: World) -> None:
    plant(world)
    must(world.owner.delete(f"/organizations/{world.org_slug}"))
    run_queued_jobs()

    assert find_planted() == set()


def test_restoring_a_backup_of_before_brings_nothing_erased_back(world: World, tmp_path: Path) -> None:
    plant(world)
    write_backup(tmp_path / "all.gz", TABLES)
    must(world.owner.delete(f"/organizations/{world.org_slug}/projects/web"))
    run_queued_jobs()

    assert read_backup(tmp_path / "all.gz") > 0

    assert find_planted() == set()
    assert not [where for where, _ in list_rows("core") if where.startswith("core K#")]
    with pytest.raises(NotFound):
        get_data_key(world.project_id)


def test_restoring_a_backup_brings_back_what_was_lost_and_not_erased(world: World, tmp_path: Path) -> None:
    event_id = plant(world)
    write_backup(tmp_path / "all.gz", TABLES)
    before = find_planted()
    for kind in TABLES:
        for _, item in list(list_rows(kind)):
            key = {name: item[name] for name in ("pk", "sk")}
            client("dynamodb").delete_item(TableName=settings().table_name(kind), Key=key)

    read_backup(tmp_path / "all.gz")

    assert find_planted() == before
    assert get_event(world.project_id, event_id).event["user"]["email"] == EMAIL


def test_a_snapshot_that_was_under_way_does_not_bring_a_project_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep had read the project when it was deleted, and stores it after it was erased."""
    plant(world)
    whole = snapshots.zstd.compress

    def erase_first(content: bytes, level: int) -> bytes:
        monkeypatch.setattr(snapshots.zstd, "compress", whole)
        must(world.owner.delete(f"/organizations/{world.org_slug}/projects/web"))
        run_queued_jobs()
        return whole(content, level)

    monkeypatch.setattr(snapshots.zstd, "compress", erase_first)
    write_snapshot(world.project_id)

    assert find_planted() == set()


def test_an_erased_persons_event_cannot_be_opened_with_the_projects_key(world: World) -> None:
    """The key lives on for other people's events; the bytes themselves are gone."""
    event_id = world.send(user={"id": USER_ID, "email": EMAIL}, extra={"note": NAME})
    tell_notifications()
    packs = {where: body for where, body in list_objects() if "events raw/" in where}
    must(world.owner.post(f"/projects/{world.project_id}/users/erase", {"id": USER_ID, "email": EMAIL}))
    run_queued_jobs()

    (pack,) = packs.values()
    assert open_blob(get_data_key(world.project_id), event_id, pack)["event"]["user"]["email"] == EMAIL
    assert [set(body) for where, body in list_objects() if where in packs] == [{0}]
    assert find_planted() == set()


def test_two_erasures_at_once_do_not_restore_each_others_bytes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reads the pack before the other wrote: the second write is refused, and made again on what is there."""
    store_pack("raw/30/2026-01-01/1/x", [b"aaaa", b"bbbb", b"cccc"])
    s3 = client("s3")
    put = s3.put_object
    others = [lambda: blank_blobs("raw/30/2026-01-01/1/x", [(0, 4)])]

    def put_late(**arguments: Any) -> Any:
        if others:
            others.pop()()
        return put(**arguments)

    monkeypatch.setattr(s3, "put_object", put_late)
    blank_blobs("raw/30/2026-01-01/1/x", [(8, 4)])

    body = s3.get_object(Bucket=settings().bucket_name("events"), Key="raw/30/2026-01-01/1/x")["Body"].read()
    assert body == bytes(4) + b"bbbb" + bytes(4)


def test_two_erasures_at_once_forget_both_people(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people of one chunk: whoever writes it last must not put the other's hash back."""
    world.send_many(
        [{"kind": "One", "user": {"id": "first"}}, {"kind": "One", "user": {"id": "second"}}, {"kind": "One"}]
    )
    real = personal_data.delete_rows

    def erase_the_other(table: TableKind, rows: Any) -> None:
        monkeypatch.setattr(personal_data, "delete_rows", real)
        must(world.owner.post(f"/projects/{world.project_id}/users/erase", {"id": "second"}))
        run_queued_jobs()
        real(table, rows)

    started = must(world.owner.post(f"/projects/{world.project_id}/users/erase", {"id": "first"}))
    monkeypatch.setattr(personal_data, "delete_rows", erase_the_other)
    run_queued_jobs()

    assert must(world.owner.get(f"/organizations/acme/jobs/{started['id']}"))["state"] == "done"
    key = get_data_key(world.project_id)
    hashes = {key.hash_user(f"id:{who}") for who in ("first", "second")}
    stored = b"".join(value for _, item in list_rows("hot") for value in values_of(item))
    assert not any(one in stored for one in hashes)
    assert must(world.owner.get(f"{world.issues}/WEB-1"))["times_seen"] == 3
