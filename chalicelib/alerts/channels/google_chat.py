"""Google Chat: an incoming webhook's card. Its text fields read a few HTML tags, so that event text is escaped.

https://developers.google.com/workspace/chat/quickstart/webhooks
"""

from html import escape
from typing import Any

import orjson

from chalicelib.alerts.notifications import Notification

TEXT_LIMIT = 3000


def google_chat_body(notification: Notification) -> bytes:
    widgets: list[dict[str, Any]] = [_paragraph(text) for text in (notification.title, notification.text) if text]
    widgets += [
        {"decoratedText": {"topLabel": name, "text": escape(value[:500])}} for name, value in notification.facts
    ]
    widgets.append({"buttonList": {"buttons": [{"text": "Open", "onClick": {"openLink": {"url": notification.url}}}]}})
    card = {"header": {"title": notification.headline[:200]}, "sections": [{"widgets": widgets}]}
    return orjson.dumps({"cardsV2": [{"cardId": notification.id, "card": card}]})


def _paragraph(text: str) -> dict[str, Any]:
    return {"textParagraph": {"text": escape(text[:TEXT_LIMIT])}}
