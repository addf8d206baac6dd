"""How a notice reads, whatever its title holds."""

import hashlib
import hmac
import json
from typing import Any

import pytest

from chalicelib.alerts.channels.discord import discord_body
from chalicelib.alerts.channels.email import mail_subject, mail_text
from chalicelib.alerts.channels.slack import slack_body
from chalicelib.alerts.channels.webhook import webhook_body, webhook_headers
from chalicelib.alerts.model import OutboxRow
from chalicelib.alerts.notifications import Notification, Place, build_notification
from chalicelib.issues.store import Issue

AT = "2026-11-23T12:00:00.000Z"
PLACE = Place("7", "Web shop", "web", "https://errors.example.com/organizations/acme/projects/web")


def issue(title: str = "ValueError: <b>bad</b> & @everyone") -> Issue:
    return Issue(
        id="i1",
        project_id="7",
        number=12,
        fingerprint="f" * 32,
        generation=1,
        triage_version=1,
        title=title,
        culprit="shop.cart in add",
        type="error",
        level="error",
        status="unresolved",
        platform="python",
        first_seen=AT,
        last_seen=AT,
        times_seen=3,
        users=2,
        created_at=AT,
        updated_at=AT,
    )


def notice(kind: str = "new_issue", **details: Any) -> Notification:
    row = OutboxRow("o1", "7", "org", kind, "i1", AT, level="error", release="1.0", details=details)
    return build_notification(row, PLACE, issue(), "Ann")


@pytest.mark.parametrize(
    ("kind", "details", "headline"),
    [
        ("new_issue", {}, "New issue in Web shop"),
        ("regression", {}, "WEB-12 is back in Web shop"),
        ("assigned", {}, "Ann assigned WEB-12 to you"),
        ("mention", {"content": "look"}, "Ann mentioned you on WEB-12"),
        (
            "frequency",
            {"count": 100, "of": "events", "minutes": 5},
            "WEB-12: more than 100 events in 5 minutes in Web shop",
        ),
        ("something new", {}, "WEB-12 in Web shop"),
    ],
)
def test_the_headline_says_what_happened(kind: str, details: dict[str, Any], headline: str) -> None:
    assert notice(kind, **details).headline == headline


def test_a_mail_says_what_where_and_how_to_get_there() -> None:
    text = mail_text(notice())

    assert mail_subject(notice()) == "New issue in Web shop: ValueError: <b>bad</b> & @everyone"
    assert "https://errors.example.com/organizations/acme/projects/web/issues/i1" in text
    assert "Release: 1.0" in text
    assert "Where: shop.cart in add" in text


def test_slack_gets_no_markup_from_events() -> None:
    body = json.loads(slack_body(notice()))

    assert "&lt;b&gt;bad&lt;/b&gt; &amp; @everyone" in body["blocks"][1]["text"]["text"]


def test_discord_pings_nobody() -> None:
    body = json.loads(discord_body(notice()))

    assert body["allowed_mentions"] == {"parse": []}
    assert body["embeds"][0]["title"].startswith("ValueError")


def test_a_webhook_is_signed_over_time_and_body() -> None:
    body = webhook_body(notice())

    headers = webhook_headers(notice(), "delivery", body, "a secret of ours", 1700000000)

    expected = hmac.new(b"a secret of ours", b"1700000000." + body, hashlib.sha256).hexdigest()
    assert headers["X-MiniSentry-Signature"] == f"t=1700000000,v1={expected}"
    assert headers["X-MiniSentry-Delivery"] == "delivery"
    assert json.loads(body)["issue"]["short_id"] == "WEB-12"


def test_a_format_string_in_a_name_is_only_text() -> None:
    place = Place("7", "{actor.__class__}", "web", PLACE.project_url)
    row = OutboxRow("o1", "7", "org", "new_issue", "i1", AT)

    assert build_notification(row, place, issue(), "Ann").headline == "New issue in {actor.__class__}"
