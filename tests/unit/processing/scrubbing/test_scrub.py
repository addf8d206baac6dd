import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.processing.normalize.event import IngestContext, normalize
from chalicelib.processing.scrubbing.scrub import scrub
from chalicelib.processing.scrubbing.sensitive import ScrubSettings, is_card_number, is_sensitive_name

CONTEXT = IngestContext("42", "1" * 32, datetime(2026, 11, 23, tzinfo=UTC))
SECRET = "hunter2-s3cret"


def scrubbed(event: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return scrub(normalize(event, CONTEXT), ScrubSettings(**settings))


@pytest.mark.parametrize(
    "event",
    [
        {"request": {"data": {"user": {"password": SECRET}}}},
        {"request": {"data": f'{{"a": {{"apiKey": "{SECRET}"}}}}'}},
        {"request": {"data": f"user=ann&password={SECRET}"}},
        {"request": {"data": f'{{"password": "{SECRET}", broken'}},
        {"request": {"headers": {"Authorization": SECRET, "X-Api-Key": SECRET, "Cookie": f"sessionid={SECRET}"}}},
        {"request": {"headers": [["x-auth-token", SECRET]]}},
        {"request": {"cookies": {"csrftoken": SECRET}}},
        {"request": {"query_string": f"access_token={SECRET}"}},
        {"request": {"url": f"https://x.com/?token={SECRET}"}},
        {"request": {"env": {"DB_PASSWORD": SECRET}}},
        {
            "exception": [
                {"type": "E", "stacktrace": {"frames": [{"vars": {"secret_key": SECRET, "n": {"pwd": SECRET}}}]}}
            ]
        },
        {"threads": [{"id": 1, "stacktrace": {"frames": [{"vars": {"token": SECRET}}]}}]},
        {
            "breadcrumbs": [
                {"data": {"url": f"https://x.com/a?b=1&api_key={SECRET}", "headers": {"authorization": SECRET}}}
            ]
        },
        {"breadcrumbs": [{"message": f"GET /a?password={SECRET}"}]},
        {"extra": {"deep": {"a": [{"private-key": SECRET}]}}},
        {"contexts": {"custom": {"accessToken": SECRET}}},
        {"user": {"id": 1, "auth_token": SECRET}},
        {"tags": {"session_id": SECRET}},
        {"message": f"Authorization: Bearer {SECRET}"},
        {"message": f"postgres://app:{SECRET}@db.internal/x"},
        {"extra": {"a": f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\n-----END RSA PRIVATE KEY-----"}},
        {"user": {"ip_address": {"password": SECRET}}},
    ],
    ids=lambda event: json.dumps(event)[:60],
)
def test_secrets_are_gone_everywhere(event: dict[str, Any]) -> None:
    assert SECRET not in json.dumps(scrubbed(event))


@pytest.mark.parametrize(
    "card", ["4111111111111111", "5500-0000-0000-0004", "3782 822463 10005", "6011 0009 9013 9424"]
)
def test_card_numbers_are_gone(card: str) -> None:
    event = scrubbed(
        {"message": f"card {card} declined", "extra": {"a": card}, "exception": [{"type": "E", "value": card}]}
    )

    assert card not in json.dumps(event)
    assert event["logentry"]["formatted"] == "card [Filtered] declined"


@pytest.mark.parametrize("number", ["4111111111111112", "1795400339593", "0000000000000000", "12345678901234567890"])
def test_other_numbers_stay(number: str) -> None:
    assert not is_card_number(number)
    assert scrubbed({"extra": {"a": number}})["extra"] == {"a": number}


@pytest.mark.parametrize(
    ("name", "sensitive"),
    [
        ("password", True),
        ("userPassword", True),
        ("X-CSRF-Token", True),
        ("PHPSESSID", True),
        ("stripe_api_key", True),
        ("authorization", True),
        ("author", False),
        ("authored_at", False),
        ("tokens", False),
        ("compass", False),
        ("key", False),
        ("monkey", False),
    ],
)
def test_names(name: str, sensitive: bool) -> None:
    assert is_sensitive_name(name) is sensitive


def test_a_note_says_where_and_why() -> None:
    event = scrubbed({"extra": {"password": "abc"}})

    assert event["extra"] == {"password": "[Filtered]"}
    assert event["_meta"]["extra"]["password"][""] == {"rem": [["@password:filter", "s", 0, 10]], "len": 3}


def test_own_fields_by_name_and_by_path() -> None:
    given = {"extra": {"iban": "DE1", "order": {"note": "x", "total": 5}}, "request": {"data": {"note": "y"}}}

    event = scrubbed(given, fields=("ib*", "extra.order.note"))

    assert event["extra"] == {"iban": "[Filtered]", "order": {"note": "[Filtered]", "total": 5}}
    assert event["request"]["data"] == {"note": "y"}


def test_safe_fields_and_switched_off_rules_keep_values() -> None:
    assert scrubbed({"extra": {"token": "t"}}, safe_fields=("token",))["extra"] == {"token": "t"}
    assert scrubbed({"extra": {"token": "t"}}, default_rules=False)["extra"] == {"token": "t"}


def test_hostile_text_costs_little() -> None:
    texts = [
        "1 " * 8000,
        "a=" * 4000,
        "?a=" * 3000,
        "://a:" * 1500,
        "eyJ" * 2500,
        "-----BEGIN " * 700,
        "bearer " * 1000,
    ]
    event = normalize({"extra": {str(index): text for index, text in enumerate(texts)}, "message": "4" * 8000}, CONTEXT)
    started = time.perf_counter()

    scrub(event, ScrubSettings())

    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("token_count", 77),
        ("passwordStrength", 0.5),
        ("secretary", "Bob"),
        ("tokenCount", "77"),
        ("session_length", 12),
        ("max_token_length", 4096),
        ("total-token-usage", 812.5),
        ("access_token_expires_in", 3600),
        ("token_expires_at", "2026-11-26T10:00:00Z"),
        ("password_attempts", 3),
        ("session_duration_ms", "1532.7"),
        ("session_timeout", "30s"),
        ("cookie_size", 4093),
        ("auth_retries", 0),
        ("token_rate", "12 %"),
        ("has_session", True),
        ("is_auth_enabled", "false"),
        ("csrf_enabled", "True"),
        ("token_type", "Bearer"),
        ("auth_method", "oauth"),
        ("session_status", "active"),
    ],
)
def test_what_measures_or_classifies_a_secret_is_kept(name: str, value: Any) -> None:
    event = scrubbed({"extra": {name: value}, "tags": [[name, str(value)]], "request": {"url": f"/?{name}={value}"}})

    assert event["extra"][name] == value
    assert event["tags"][0][1] == str(value)
    assert event["request"]["query_string"][0][1] == str(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("token", 77),
        ("password", 12345),
        ("otp", "123456"),
        ("cvv", 123),
        ("session", "12"),
        ("token_count", SECRET),
        ("session_length", "a1b2c3d4e5f60718"),
        ("password_hint_at", SECRET),
        ("token_type", SECRET),
        ("auth_state", "xyzzy-plugh-0042"),
        ("creditcard_number", 4242424242424242),
    ],
)
def test_a_secret_stays_one_whatever_number_or_word_it_is(name: str, value: Any) -> None:
    assert scrubbed({"extra": {name: value}})["extra"][name] == "[Filtered]"
