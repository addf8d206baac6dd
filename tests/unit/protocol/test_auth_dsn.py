"""DSNs are read as SDKs write them and written as SDKs read them."""

import pytest

from chalicelib.protocol.auth import Dsn, format_dsn, is_project_id, parse_dsn

KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90"


@pytest.mark.parametrize(
    "text",
    [
        f"https://{KEY}@errors.example.com/42",
        f"https://{KEY.upper()}:secret@errors.example.com:8443/stage/42/",
        f"http://{KEY}@[::1]:8000/42",
    ],
)
def test_every_form_names_key_and_project(text: str) -> None:
    assert parse_dsn(text) == Dsn(KEY, "42")


@pytest.mark.parametrize("project_id", ["", "0", "042", "-1", "4.2", "9007199254740992", "550e8400", "４２"])
def test_only_decimal_ids_that_every_sdk_keeps_are_project_ids(project_id: str) -> None:
    assert not is_project_id(project_id)
    assert parse_dsn(f"https://{KEY}@host/{project_id}") is None


def test_the_largest_project_id_is_exact_in_javascript() -> None:
    assert is_project_id("9007199254740991")


@pytest.mark.parametrize(
    ("ingest_url", "dsn"),
    [
        ("https://errors.example.com", f"https://{KEY}@errors.example.com/42"),
        ("http://localhost:8000/", f"http://{KEY}@localhost:8000/42"),
        ("https://host/prefix", f"https://{KEY}@host/prefix/42"),
    ],
)
def test_a_written_dsn_reads_back(ingest_url: str, dsn: str) -> None:
    assert format_dsn(ingest_url, KEY, "42") == dsn
    assert parse_dsn(dsn) == Dsn(KEY, "42")
