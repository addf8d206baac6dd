"""A notice as each receiver wants it: mail text, Slack and Discord JSON, our own webhook's body and signature. Pure."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import orjson

from chalicelib.alerts.notifications import Notice

DISCORD_COLORS = {"new_issue": 0xD9534F, "regression": 0xF0AD4E, "frequency": 0xF0AD4E}
SLACK_LIMIT, DISCORD_LIMIT = 2800, 1800


def mail_subject(notice: Notice) -> str:
    return f"{notice.headline}: {notice.title}" if notice.title else notice.headline


def mail_text(notice: Notice) -> str:
    facts = [f"{name}: {value}" for name, value in notice.facts]
    parts = [notice.headline, notice.title, notice.text, "\n".join(facts), notice.url]
    return "\n\n".join(part for part in parts if part) + "\n"


def slack_body(notice: Notice) -> bytes:
    """Slack reads `&`, `<` and `>` as markup, which an event's title must not become."""
    facts = "   ".join(f"*{name}* {_slack_text(value)}" for name, value in notice.facts)
    title = f"*<{notice.url}|{_slack_text(notice.title or notice.headline)}>*"
    parts = [title, _slack_text(notice.text), facts]
    text = "\n".join(part for part in parts if part)[:SLACK_LIMIT]
    headline = _slack_text(notice.headline)
    blocks = [
        {"type": "section", "text": {"type": "plain_text", "text": notice.headline[:SLACK_LIMIT]}},
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
    ]
    return orjson.dumps({"text": headline, "blocks": blocks})


def discord_body(notice: Notice) -> bytes:
    """Nobody is pinged, whatever a title says."""
    embed: dict[str, Any] = {
        "title": (notice.title or notice.headline)[:250],
        "url": notice.url,
        "description": notice.text[:DISCORD_LIMIT],
        "color": DISCORD_COLORS.get(notice.kind, 0x5BC0DE),
        "fields": [{"name": name, "value": value[:1000], "inline": True} for name, value in notice.facts],
        "timestamp": notice.created_at,
    }
    content = notice.headline[:DISCORD_LIMIT]
    return orjson.dumps({"content": content, "embeds": [embed], "allowed_mentions": {"parse": []}})


def webhook_body(notice: Notice) -> bytes:
    return orjson.dumps({**notice.payload, "headline": notice.headline})


def webhook_headers(notice: Notice, delivery_id: str, body: bytes, secret: str, now_seconds: int) -> Mapping[str, str]:
    """*delivery_id* is the same on a repeat. The signature covers the time, so that an old one cannot be replayed."""
    signed = f"{now_seconds}.".encode() + body
    signature = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-MiniSentry-Event": notice.kind,
        "X-MiniSentry-Delivery": delivery_id,
        "X-MiniSentry-Signature": f"t={now_seconds},v1={signature}",
    }


def _slack_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
