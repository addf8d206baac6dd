"""Releases of a project."""

import pytest

from chalicelib.config import Settings
from chalicelib.errors import NotFound
from chalicelib.releases import store as releases
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
