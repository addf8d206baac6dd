"""Event ids: 32 lowercase hex digits everywhere behind the border, whatever an SDK wrote."""

import re
import uuid
from typing import Any

_HEX = re.compile(r"[0-9a-f]{32}")
_DASHED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def parse_event_id(value: Any) -> str | None:
    """*value* as 32 hex digits; dashes and upper case are accepted, anything else and the nil id are None."""
    if not isinstance(value, str):
        return None
    text = value.strip().lower()
    if _DASHED.fullmatch(text):
        text = text.replace("-", "")
    if not _HEX.fullmatch(text) or text == "0" * 32:
        return None
    return text


def new_event_id() -> str:
    return uuid.uuid4().hex
