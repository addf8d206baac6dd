"""How a notice reads, whatever its title holds."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from chalicelib.alerts.channels.discord import discord_body
from chalicelib.alerts.channels.email import mail_subject, mail_text
from chalicelib.alerts.channels.google_chat import google_chat_body
from chalicelib.alerts.channels.mattermost import mattermost_body
from chalicelib.alerts.channels.ntfy import ntfy_body, ntfy_headers, ntfy_url
from chalicelib.alerts.channels.opsgenie import opsgenie_body, opsgenie_headers
from chalicelib.alerts.channels.pagerduty import pagerduty_body
from chalicelib.alerts.channels.slack import slack_body
from chalicelib.alerts.channels.teams import teams_body
from chalicelib.alerts.channels.telegram import telegram_body, telegram_url
from chalicelib.alerts.channels.webhook import new_secret, webhook_body, webhook_headers
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


def test_a_webhook_is_signed_as_standard_webhooks() -> None:
    """The example of the standard's own libraries, with its published key and signature."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    headers = webhook_headers(notice(), "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', secret, 1614265330)

    assert headers["Webhook-Id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert headers["Webhook-Timestamp"] == "1614265330"
    assert headers["Webhook-Signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_new_secret_is_one_that_libraries_read() -> None:
    secret = new_secret()
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 24
    assert secret != new_secret()


def test_a_secret_of_another_form_signs_too() -> None:
    signed = [
        webhook_headers(notice(), "d", b"{}", secret, 1)["Webhook-Signature"] for secret in ("not base64!", "x" * 17)
    ]
    assert len(set(signed)) == 2


HOSTILE = "<a href='x'>*_[link](http://evil)_*</a> @channel @all `code` ~~x~~"


def hostile() -> Notification:
    row = OutboxRow("o1", "7", "org", "comment", "i1", AT, level="fatal", release=HOSTILE, details={"content": HOSTILE})
    return build_notification(row, PLACE, issue(HOSTILE), "Ann")


def test_teams_reads_no_markup_of_events() -> None:
    body = json.loads(teams_body(hostile()))

    (attachment,) = body["attachments"]
    card = attachment["content"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    texts = [run["text"] for block in card["body"] if block["type"] == "RichTextBlock" for run in block["inlines"]]
    assert texts == ["Ann commented on WEB-12", HOSTILE, HOSTILE]
    (facts,) = [block["facts"] for block in card["body"] if block["type"] == "FactSet"]
    assert {fact["title"]: fact["value"] for fact in facts}["Release"].startswith(r"<a href='x'\>\*\_\[link\]\(http")
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": "Open", "url": hostile().url}]


def test_mattermost_reads_no_markup_and_calls_nobody() -> None:
    (attachment,) = json.loads(mattermost_body(hostile()))["attachments"]

    for text in (attachment["title"], attachment["text"], attachment["fallback"]):
        assert "@channel" not in text
        assert "@all" not in text
        assert r"\[link\]\(" in text
    assert attachment["title_link"] == hostile().url


def test_google_chat_reads_no_tags_of_events() -> None:
    (card,) = json.loads(google_chat_body(hostile()))["cardsV2"]

    texts = [one["textParagraph"]["text"] for one in card["card"]["sections"][0]["widgets"] if "textParagraph" in one]
    assert len(texts) == 2
    assert all(text.startswith("&lt;a href=&#x27;x&#x27;&gt;") for text in texts)
    assert card["card"]["header"]["title"] == "Ann commented on WEB-12"


def test_telegram_reads_no_tags_of_events() -> None:
    body = json.loads(telegram_body(hostile()))

    assert body["parse_mode"] == "HTML"
    assert re.findall(r"<[^>]*>", body["text"])[:4] == ["<b>", "</b>", f'<a href="{hostile().url}">', "</a>"]
    assert "&lt;a href=" in body["text"]
    assert telegram_url("https://api.telegram.org/", "12:ab", "@news") == (
        "https://api.telegram.org/bot12:ab/sendMessage?chat_id=%40news"
    )


@pytest.mark.parametrize(
    ("topic_url", "url", "topic"),
    [
        ("https://ntfy.sh/our-errors", "https://ntfy.sh/", "our-errors"),
        ("https://push.example.com/ntfy/our-errors/", "https://push.example.com/ntfy/", "our-errors"),
        ("https://push.example.com:8443/x?auth=1", "https://push.example.com:8443/", "x"),
    ],
)
def test_ntfy_is_sent_json_to_its_root(topic_url: str, url: str, topic: str) -> None:
    body = json.loads(ntfy_body(hostile(), topic_url))

    assert ntfy_url(topic_url) == url
    assert (body["topic"], body["priority"], body["click"]) == (topic, 5, hostile().url)
    assert HOSTILE in body["message"]
    assert ntfy_headers("tk_1")["Authorization"] == "Bearer tk_1"
    assert "Authorization" not in ntfy_headers("")


def test_pagerduty_gets_one_incident_for_an_issue() -> None:
    body = json.loads(pagerduty_body(notice("regression"), "k" * 32))

    assert body["routing_key"] == "k" * 32
    assert body["dedup_key"] == json.loads(pagerduty_body(notice(), "k" * 32))["dedup_key"] == "i1"
    assert body["payload"]["severity"] == "error"
    assert body["payload"]["summary"].startswith("WEB-12 is back in Web shop: ValueError")
    assert body["payload"]["source"] == "web"


def test_opsgenie_gets_one_alert_for_an_issue() -> None:
    body = json.loads(opsgenie_body(hostile()))

    assert (body["alias"], body["priority"], body["entity"]) == ("i1", "P1", "web")
    assert len(body["message"]) <= 130
    assert opsgenie_headers("abc")["Authorization"] == "GenieKey abc"


@pytest.mark.parametrize(
    "body",
    [slack_body, discord_body, teams_body, mattermost_body, google_chat_body, telegram_body, opsgenie_body],
)
def test_the_longest_message_is_short_enough(body: Callable[[Notification], bytes]) -> None:
    """Teams takes 28 KB, Telegram 4,096 characters of text, the others at least as much."""
    row = OutboxRow("o1", "7", "org", "comment", "i1", AT, release="&" * 200, details={"content": "<" * 10_000})
    longest = build_notification(row, PLACE, replace(issue("&" * 1000), culprit="<" * 1000), "Ann" * 30)

    sent = body(longest)

    assert len(sent) < 28_000
    if body is telegram_body:
        assert len(unescape(re.sub(r"<[^>]+>", "", json.loads(sent)["text"]))) < 4096


def test_a_format_string_in_a_name_is_only_text() -> None:
    place = Place("7", "{actor.__class__}", "web", PLACE.project_url)
    row = OutboxRow("o1", "7", "org", "new_issue", "i1", AT)

    assert build_notification(row, place, issue(), "Ann").headline == "New issue in {actor.__class__}"
