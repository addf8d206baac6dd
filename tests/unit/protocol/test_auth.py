"""The sender is found wherever an SDK puts it, and never guessed from two places."""

import pytest

from chalicelib.errors import BadRequest, Forbidden
from chalicelib.protocol.auth import (
    Dsn,
    Sender,
    format_dsn,
    is_allowed_origin,
    is_project_id,
    parse_dsn,
    parse_dsn_sender,
    parse_sender,
    require_sender,
)

KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
FULL = (
    f"Sentry sentry_version=5, sentry_timestamp=1795399389575, sentry_client=raven/2.6, sentry_key={KEY}, "
    "sentry_secret=s"
)


@pytest.mark.parametrize(
    ("headers", "query", "sender"),
    [
        ({"x-sentry-auth": f"Sentry sentry_key={KEY}, sentry_version=7"}, {}, Sender(KEY)),
        ({"x-sentry-auth": f"Sentry sentry_key={KEY.upper()}"}, {}, Sender(KEY)),
        ({"x-sentry-auth": f"sentry sentry_key={KEY},sentry_client=a%2F1"}, {}, Sender(KEY, "a/1")),
        ({"x-sentry-auth": FULL}, {}, Sender(KEY, "raven/2.6")),
        ({"x-sentry-auth": f"sentry_key={KEY}"}, {}, Sender(KEY)),
        ({"authorization": f"Sentry sentry_key={KEY}, sentry_version=6"}, {}, Sender(KEY)),
        ({}, {"sentry_key": [KEY], "sentry_version": ["7"], "sentry_client": ["js/11"]}, Sender(KEY, "js/11")),
        ({"authorization": "Bearer secret"}, {"sentry_key": [KEY]}, Sender(KEY)),
        ({"x-sentry-auth": ""}, {"sentry_key": [KEY]}, Sender(KEY)),
    ],
)
def test_every_place_is_read(headers: dict[str, str], query: dict[str, list[str]], sender: Sender) -> None:
    assert parse_sender(headers, query) == sender


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"x-sentry-auth": FULL}, {"sentry_key": [KEY]}),
        ({"x-sentry-auth": FULL, "authorization": FULL}, {}),
        ({}, {"sentry_key": [KEY, "b" * 32]}),
        ({"x-sentry-auth": f"Sentry sentry_key={KEY}, sentry_version=4"}, {}),
        ({"x-sentry-auth": f"Sentry sentry_key={KEY}, sentry_version=seven"}, {}),
    ],
)
def test_contradictions_and_strange_versions_are_bad_requests(
    headers: dict[str, str], query: dict[str, list[str]]
) -> None:
    with pytest.raises(BadRequest):
        parse_sender(headers, query)


@pytest.mark.parametrize(
    "value", ["Sentry", "Sentry sentry_key=", "Sentry sentry_key=short", "Sentry =,=,,", "x" * 9000]
)
def test_an_unusable_key_is_forbidden(value: str) -> None:
    with pytest.raises(Forbidden):
        parse_sender({"x-sentry-auth": value}, {})


def test_nobody_is_none_until_somebody_is_required() -> None:
    assert parse_sender({"authorization": "Basic x"}, {}) is None
    with pytest.raises(Forbidden):
        require_sender({}, {})


def test_a_dsn_names_key_and_project() -> None:
    assert parse_dsn_sender(f"https://{KEY}@host/42") == Sender(KEY, project_id="42")


@pytest.mark.parametrize("dsn", [None, 5, {}, "", "https://host/42", f"https://{KEY}@host/0042", "http://[", "\0"])
def test_anything_else_in_its_place_is_forbidden(dsn: object) -> None:
    with pytest.raises(Forbidden):
        parse_dsn_sender(dsn)


@pytest.mark.parametrize(
    ("origin", "patterns", "allowed"),
    [
        (None, ["https://a.example"], True),
        ("https://a.example", [], True),
        ("https://a.example", ["*"], True),
        ("https://a.example", ["https://a.example"], True),
        ("https://A.example/page?x", ["https://a.example"], True),
        ("https://a.example", ["a.example"], True),
        ("https://a.example:8443", ["a.example"], True),
        ("https://x.a.example", ["https://*.a.example"], True),
        ("https://x.a.example", ["*.a.example"], True),
        ("https://a.example", ["*.a.example"], False),
        ("http://a.example", ["https://a.example"], False),
        ("https://evil.example", ["a.example", "b.example"], False),
        ("https://a.example.evil", ["a.example"], False),
        ("null", ["a.example"], False),
        ("http://[", ["a.example"], False),
    ],
)
def test_origins(origin: str | None, patterns: list[str], allowed: bool) -> None:
    assert is_allowed_origin(origin, patterns) is allowed


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
