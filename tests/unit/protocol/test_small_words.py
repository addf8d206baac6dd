"""Event ids, origins, categories and limits, as SDKs write and read them."""

import pytest

from chalicelib.protocol.auth import is_allowed_origin
from chalicelib.protocol.limits import KEPT_ITEM_BYTES, UNSILENCED, category_of, format_rate_limit, retry_seconds
from chalicelib.protocol.payload import new_event_id, parse_event_id
from chalicelib.protocol.security import feedback_from_report

ID = "9ec79c33ec9942ab8353589fcb2e04dc"


@pytest.mark.parametrize("value", [ID, ID.upper(), "9ec79c33-ec99-42ab-8353-589fcb2e04dc", f" {ID} "])
def test_dashes_and_capitals_are_the_same_id(value: str) -> None:
    assert parse_event_id(value) == ID


@pytest.mark.parametrize("value", [None, 5, "", "short", ID + "0", "0" * 32, "g" * 32, "9ec7-9c33" + ID[8:], [ID]])
def test_a_bad_id_is_none(value: object) -> None:
    assert parse_event_id(value) is None


def test_a_new_id_is_a_good_one() -> None:
    assert parse_event_id(new_event_id()) is not None


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


def test_strangers_share_a_category() -> None:
    assert category_of("sessions") == "session"
    assert category_of("made up by a hostile sender") == "default"


def test_what_is_kept_is_never_silenced() -> None:
    assert {category_of(item_type) for item_type in KEPT_ITEM_BYTES} <= UNSILENCED


def test_a_limit_reads_as_sdks_expect() -> None:
    assert format_rate_limit(60, {"session", "error"}, "key", "quota") == "60:error;session:key:quota"
    assert format_rate_limit(60, (), "key", "quota") == "60::key:quota"


@pytest.mark.parametrize(("until", "now", "seconds"), [(10, 9.2, 1), (10, 10, 1), (10, 20, 1), (70.1, 10, 61)])
def test_there_is_always_a_second_to_wait(until: float, now: float, seconds: int) -> None:
    assert retry_seconds(until, now) == seconds


def test_a_user_report_is_feedback_about_its_event() -> None:
    report = {"event_id": ID.upper(), "name": "Ann", "email": "a@example.com", "comments": "It broke", "x": 1}

    assert feedback_from_report(report)["contexts"]["feedback"] == {
        "name": "Ann",
        "contact_email": "a@example.com",
        "message": "It broke",
        "associated_event_id": ID,
    }


def test_a_senseless_user_report_is_empty_feedback() -> None:
    assert feedback_from_report({"event_id": 5, "name": []}) == {"level": "info", "contexts": {"feedback": {}}}
