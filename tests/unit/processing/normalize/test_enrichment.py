"""Whose address an event's user gets: as the SDK wishes. Facts: Relay's tests, event.rs and clientsdk.rs."""

from typing import Any

import pytest

from tests.unit.processing.normalize.normalizing import normalized

SENDER = "203.0.113.9"


def address(wish: Any, platform: str, **event: Any) -> str | None:
    settings = {"settings": {"infer_ip": wish}} if wish else {}
    sdk = {"name": "n", "version": "1", **settings}
    user = normalized({"platform": platform, "sdk": sdk, **event}, client_ip=SENDER).get("user")
    return None if user is None else user.get("ip_address")


@pytest.mark.parametrize(
    ("wish", "of_browser", "of_server", "of_auto"),
    [
        (None, SENDER, None, SENDER),
        ("legacy", SENDER, None, SENDER),
        ("auto", SENDER, SENDER, SENDER),
        ("never", None, None, None),
        ("something of the future", None, None, None),
    ],
)
def test_the_wish_of_the_sdk(wish: Any, of_browser: Any, of_server: Any, of_auto: Any) -> None:
    assert address(wish, "javascript") == of_browser
    assert address(wish, "python") == of_server
    assert address(wish, "python", user={"ip_address": "{{auto}}"}) == of_auto


@pytest.mark.parametrize("wish", [None, "auto", "never"])
def test_an_address_that_was_said_stays(wish: Any) -> None:
    assert address(wish, "javascript", user={"ip_address": "198.51.100.7"}) == "198.51.100.7"


@pytest.mark.parametrize(("wish", "found"), [(None, "198.51.100.7"), ("auto", "198.51.100.7"), ("never", None)])
def test_the_request_knows_the_address_before_the_sender(wish: Any, found: Any) -> None:
    assert address(wish, "javascript", request={"env": {"REMOTE_ADDR": "198.51.100.7"}}) == found


@pytest.mark.parametrize("given", ["fe80::1%eth0", "1.2.3.4:80", " 1.2.3.4", "", 16909060])
def test_what_is_no_address_is_refused(given: Any) -> None:
    event = normalized({"user": {"id": "1", "ip_address": given}})

    assert event["user"] == {"id": "1", "ip_address": None, "sentry_user": "id:1"}


@pytest.mark.parametrize(
    ("given", "user"),
    [
        ({"username": 5}, {"username": "5", "sentry_user": "username:5"}),
        ({"username": True}, {"username": "True", "sentry_user": "username:True"}),
        ({"x": 1, "data": {"x": 2, "y": 3}}, {"data": {"x": 1, "y": 3}}),
        ({"id": "1", "geo": {"city": ""}}, {"id": "1", "sentry_user": "id:1"}),
        ({"geo": {"city": "", "region": "r"}}, {"geo": {"city": "", "region": "r"}}),
    ],
)
def test_users(given: Any, user: Any) -> None:
    assert normalized({"user": given})["user"] == user
