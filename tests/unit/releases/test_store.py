"""Releases of a project."""

import pytest

from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.rows import put_rows
from chalicelib.config import Settings, settings
from chalicelib.errors import NotFound
from chalicelib.projects.project_deletion import erase_project_rows
from chalicelib.releases import store as releases
from chalicelib.releases.commits import list_commits, store_commits
from chalicelib.releases.deploys import add_deploy, list_deploys
from chalicelib.releases.model import Commit, Deploy
from chalicelib.releases.order import ReleaseMark

OLD, NEW = "2026-11-01T00:00:00.000Z", "2026-11-20T00:00:00.000Z"
PROJECT = "7"


@pytest.fixture(autouse=True)
def _stage(stage: Settings) -> None:
    releases.forget_known_versions()


def test_a_release_keeps_the_date_it_was_first_seen() -> None:
    releases.record_releases(PROJECT, {"1.0": OLD})
    releases.forget_known_versions()
    releases.record_releases(PROJECT, {"1.0": NEW, "1.1": NEW})

    assert [(release.version, release.date_created) for release in releases.list_releases(PROJECT)] == [
        ("1.1", NEW),
        ("1.0", OLD),
    ]
    assert releases.newest_release(PROJECT) == ReleaseMark("1.1", NEW)


def test_a_deploy_fills_in_what_events_do_not_know() -> None:
    releases.record_releases(PROJECT, {"1.0": OLD})

    releases.put_release(PROJECT, releases.Release("1.0", NEW, date_released=NEW, ref="abc"))
    releases.put_release(PROJECT, releases.Release("1.0", NEW, url="https://example.com"))

    expected = releases.Release("1.0", OLD, date_released=NEW, ref="abc", url="https://example.com")
    assert releases.get_release(PROJECT, "1.0") == expected


def test_a_release_of_another_project_is_not_found() -> None:
    releases.record_releases("8", {"1.0": OLD})

    with pytest.raises(NotFound):
        releases.get_release(PROJECT, "1.0")


def test_releases_are_listed_by_date_in_pages() -> None:
    dates = [f"2026-11-{day:02d}T00:00:00.000Z" for day in range(1, 8)]
    releases.record_releases(PROJECT, {f"v{9 - index}": date for index, date in enumerate(dates)})

    first = releases.list_releases(PROJECT, limit=3)
    rest = releases.list_releases(PROJECT, limit=9, before=(first[-1].date_created, first[-1].version))

    assert [release.version for release in first] == ["v3", "v4", "v5"]
    assert [release.version for release in rest] == ["v6", "v7", "v8", "v9"]


def test_releases_stored_before_they_were_listed_by_date_are_listed_too() -> None:
    """As rows of an older MiniSentry stand: without the one beside them that lists them."""
    for number in range(30):
        row = {"version": f"1.{number}", "date_created": f"2026-11-{number + 1:02d}T00:00:00.000Z"}
        put_rows("core", [{"pk": keys.project(PROJECT), "sk": keys.release(row["version"]), "schema": 1, **row}])
    releases.record_releases(PROJECT, {"1.29": NEW, "2.0": "2026-12-01T00:00:00.000Z"})

    listed = releases.list_releases(PROJECT)
    releases.forget_known_versions()
    again = releases.list_releases(PROJECT)

    assert [release.version for release in listed] == ["2.0", *(f"1.{number}" for number in reversed(range(30)))]
    assert again == listed


def test_a_release_that_was_forgotten_takes_everything_along_and_comes_back_new() -> None:
    releases.record_releases(PROJECT, {"1.0": OLD})
    add_deploy(PROJECT, Deploy("d1", "1.0", "production", NEW))
    store_commits(PROJECT, "1.0", [Commit("abc", "Fix it", None, None, None, None)])

    releases.delete_release(PROJECT, "1.0")

    assert releases.list_releases(PROJECT) == []
    assert list_deploys(PROJECT, OLD, NEW) == list_commits(PROJECT, "1.0") == []
    releases.record_releases(PROJECT, {"1.0": NEW})
    assert releases.get_release(PROJECT, "1.0").date_created == NEW


def test_an_erased_project_leaves_nothing_of_its_releases() -> None:
    releases.record_releases(PROJECT, {"1.0": OLD, "2.0": NEW})
    add_deploy(PROJECT, Deploy("d1", "1.0", "production", NEW))
    store_commits(PROJECT, "2.0", [Commit("abc", "Fix it", None, None, None, None)])
    releases.list_releases(PROJECT)

    erase_project_rows(PROJECT)

    left = client("dynamodb").scan(TableName=settings().table_name("core"))["Items"]
    assert left == []
