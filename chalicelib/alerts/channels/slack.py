"""Slack: an incoming webhook's blocks. Event text is escaped, for Slack reads `&`, `<` and `>` as markup."""

import orjson

from chalicelib.alerts.notifications import Notification

TEXT_LIMIT = 2800


def slack_body(notification: Notification) -> bytes:
    facts = "   ".join(f"*{name}* {_slack_text(value)}" for name, value in notification.facts)
    title = f"*<{notification.url}|{_slack_text(notification.title or notification.headline)}>*"
    parts = [title, _slack_text(notification.text), facts]
    text = "\n".join(part for part in parts if part)[:TEXT_LIMIT]
    headline = _slack_text(notification.headline)
    blocks = [
        {"type": "section", "text": {"type": "plain_text", "text": notification.headline[:TEXT_LIMIT]}},
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
    ]
    return orjson.dumps({"text": headline, "blocks": blocks})


def _slack_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
