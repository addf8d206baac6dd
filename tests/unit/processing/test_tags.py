from typing import Any

import pytest

from chalicelib.processing.tags import tags_of, user_aliases, user_identity, user_label


def test_derived_tags() -> None:
    event = {
        "level": "error",
        "environment": "prod",
        "release": "web@1.2",
        "transaction": "/pay",
        "tags": [["server_name", "web-1"], ["bad", None], None, [None, "x"]],
        "request": {"url": "https://shop.example/pay"},
        "user": {"id": "7", "email": "Ann@x.org"},
        "exception": {"values": [{"type": "E", "mechanism": {"type": "generic", "handled": False}}]},
        "contexts": {
            "browser": {"browser": "Chrome 120", "name": "Chrome"},
            "client_os": {"os": "Windows >=10", "name": "Windows"},
            "runtime": {"runtime": "CPython 3.11", "name": "CPython"},
            "device": {"family": "Mac", "model": "Mac"},
        },
        "sdk": {"name": "sentry.python"},
    }

    assert tags_of(event) == [
        ("server_name", "web-1"),
        ("environment", "prod"),
        ("release", "web@1.2"),
        ("level", "error"),
        ("transaction", "/pay"),
        ("url", "https://shop.example/pay"),
        ("user", "id:7"),
        ("mechanism", "generic"),
        ("handled", "no"),
        ("browser", "Chrome 120"),
        ("browser.name", "Chrome"),
        ("client_os", "Windows >=10"),
        ("client_os.name", "Windows"),
        ("runtime", "CPython 3.11"),
        ("runtime.name", "CPython"),
        ("device", "Mac"),
        ("device.family", "Mac"),
        ("sdk.name", "sentry.python"),
    ]


def test_what_the_sdk_set_wins() -> None:
    assert dict(tags_of({"level": "error", "tags": [["level", "odd"]]}))["level"] == "odd"


@pytest.mark.parametrize(
    ("user", "identity", "aliases", "label"),
    [
        (
            {"id": "7", "email": "A@x.org", "username": "ann", "ip_address": "::1"},
            "id:7",
            ["email:a@x.org", "username:ann"],
            "A@x.org",
        ),
        ({"email": "A@x.org", "username": "ann"}, "email:a@x.org", ["username:ann"], "A@x.org"),
        ({"id": "7", "username": "ann"}, "id:7", ["username:ann"], "ann"),
        ({"id": "7", "ip_address": "::1"}, "id:7", [], "7"),
        ({"username": "ann"}, "username:ann", [], "ann"),
        ({"ip_address": "::1"}, "ip:::1", [], "::1"),
        ({"ip_address": "{{auto}}"}, None, [], None),
        ({"id": None, "data": {"a": 1}}, None, [], None),
        (None, None, [], None),
    ],
)
def test_people(user: Any, identity: str | None, aliases: list[str], label: str | None) -> None:
    assert user_identity({"user": user}) == identity
    assert user_aliases({"user": user}) == aliases
    assert user_label({"user": user}) == label
