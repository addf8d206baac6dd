"""Microsoft Teams: an Adaptive Card to a workflow's address ("Post to a channel when a webhook request is received").

Event text goes into text runs, which know no markup, and into facts, where markup is escaped.
https://learn.microsoft.com/en-us/power-automate/teams/send-a-message-in-teams
"""

import re
from typing import Any

import orjson

from chalicelib.alerts.notifications import Notification

# Teams refuses messages of more than 28 KB.
TEXT_LIMIT = 4000
MARKUP = re.compile(r"([\\`*_\[\]()~#>+!|-])")
COLORS = {"fatal": "Attention", "error": "Attention", "warning": "Warning"}


def teams_body(notification: Notification) -> bytes:
    facts = [{"title": name, "value": MARKUP.sub(r"\\\1", value[:500])} for name, value in notification.facts]
    parts = [
        _text(notification.headline, weight="Bolder", size="Medium"),
        _text(notification.title, color=COLORS.get(notification.level, "Default")),
        _text(notification.text),
        {"type": "FactSet", "facts": facts} if facts else None,
    ]
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "body": [part for part in parts if part],
        "actions": [{"type": "Action.OpenUrl", "title": "Open", "url": notification.url}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return orjson.dumps({"type": "message", "attachments": [attachment]})


def _text(text: str, **style: str) -> dict[str, Any] | None:
    if not text:
        return None
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text[:TEXT_LIMIT], **style}]}
