"""Mattermost: an incoming webhook's attachment. Markdown is escaped, and `@channel` in a title calls nobody.

https://developers.mattermost.com/integrate/webhooks/incoming/
"""

import re

import orjson

from chalicelib.alerts.notifications import Notification

TEXT_LIMIT = 7000
COLORS = {"fatal": "#d9534f", "error": "#d9534f", "warning": "#f0ad4e"}
MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>:-])")
# A mention is an @ with a word right behind it.
MENTION = re.compile(r"@(?=\w)")


def mattermost_body(notification: Notification) -> bytes:
    attachment = {
        "fallback": _plain(f"{notification.headline}: {notification.title}"),
        "color": COLORS.get(notification.level, "#5bc0de"),
        "title": _plain(notification.title or notification.headline)[:500],
        "title_link": notification.url,
        "text": _plain(notification.text[:TEXT_LIMIT]),
        "fields": [{"title": name, "value": _plain(value[:500]), "short": True} for name, value in notification.facts],
    }
    return orjson.dumps({"text": _plain(notification.headline), "attachments": [attachment]})


def _plain(text: str) -> str:
    return MENTION.sub("@\u200b", MARKUP.sub(r"\\\1", text))
