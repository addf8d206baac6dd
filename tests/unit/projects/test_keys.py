"""A DSN's key is found by itself, listed by its project, and changed only by its project."""

from dataclasses import replace

import pytest

from chalicelib.config import Settings
from chalicelib.errors import Conflict, NotFound
from chalicelib.projects.keys import (
    create_project_key,
    delete_project_key,
    find_project_key,
    get_project_key,
    list_project_keys,
    update_project_key,
)
from chalicelib.projects.model import ProjectKey

KEY = ProjectKey(
    public_key="a" * 32,
    key_id="1" * 32,
    project_id="42",
    organization_id="o",
    is_active=True,
    rate_limit_count=100,
    rate_limit_window_seconds=60,
    allowed_origins=("https://*.example.com",),
    retention_days=7,
    name="Default",
    created_at="2026-11-23T06:00:00.000Z",
)


def test_a_key_reads_as_it_was_written(stage: Settings) -> None:
    create_project_key("42", KEY)

    assert find_project_key(KEY.public_key) == KEY
    assert list_project_keys("42") == [KEY]
    assert get_project_key("42", KEY.key_id) == KEY


def test_an_unknown_key_is_not_found(stage: Settings) -> None:
    assert find_project_key("b" * 32) is None


def test_a_public_key_belongs_to_one_project(stage: Settings) -> None:
    create_project_key("42", KEY)

    with pytest.raises(Conflict):
        create_project_key("43", KEY)

    assert list_project_keys("43") == []


def test_an_update_changes_both_rows_and_only_what_it_names(stage: Settings) -> None:
    create_project_key("42", KEY)

    update_project_key("42", KEY.public_key, is_active=False, rate_limit_count=None)

    expected = replace(KEY, is_active=False, rate_limit_count=None)
    assert find_project_key(KEY.public_key) == expected
    assert list_project_keys("42") == [expected]


def test_another_projects_key_is_out_of_reach(stage: Settings) -> None:
    create_project_key("42", KEY)

    with pytest.raises(NotFound):
        update_project_key("43", KEY.public_key, is_active=False)
    with pytest.raises(NotFound):
        delete_project_key("43", KEY.public_key)

    assert find_project_key(KEY.public_key) == KEY


def test_identity_cannot_be_updated(stage: Settings) -> None:
    with pytest.raises(ValueError, match="key_id"):
        update_project_key("42", KEY.public_key, key_id="2" * 32)


def test_a_deleted_key_is_gone_from_both_rows(stage: Settings) -> None:
    create_project_key("42", KEY)

    delete_project_key("42", KEY.public_key)

    assert find_project_key(KEY.public_key) is None
    assert list_project_keys("42") == []
