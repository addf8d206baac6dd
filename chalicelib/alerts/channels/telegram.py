"""Telegram: a message by a bot, whose token and chat are in the address. It is read as HTML, so event text is escaped.

https://core.telegram.org/bots/api#sendmessage
"""

from html import escape
from urllib.parse import urlencode

import orjson

from chalicelib.alerts.notifications import Notification

# 4,096 after the tags are read.
TEXT_LIMIT = 2500


def telegram_url(server: str, token: str, chat_id: str) -> str:
    """*server* is Telegram's, or a Bot API server of one's own."""
    return f"{server.rstrip('/')}/bot{token}/sendMessage?{urlencode({'chat_id': chat_id})}"


def telegram_body(notification: Notification) -> bytes:
    title = escape(notification.title or notification.url)
    parts = [
        f"<b>{escape(notification.headline)}</b>",
        f'<a href="{escape(notification.url)}">{title}</a>',
        escape(notification.text[:TEXT_LIMIT]),
        "\n".join(f"{name}: <code>{escape(value[:200])}</code>" for name, value in notification.facts),
    ]
    text = "\n".join(part for part in parts if part)
    return orjson.dumps({"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}})
