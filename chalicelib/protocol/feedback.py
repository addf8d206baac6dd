"""User reports, the older form of feedback, told in the newer one, so that one shape travels on."""

from collections.abc import Mapping
from typing import Any

from chalicelib.protocol.event_id import parse_event_id

# user_report's names → those of an event's feedback context.
_NAMES = (("name", "name"), ("email", "contact_email"), ("comments", "message"))


def feedback_from_report(report: Mapping[str, Any]) -> dict[str, Any]:
    """A feedback event from `{event_id, name, email, comments}`; its event_id names the event it is about."""
    feedback = {new: report[old] for old, new in _NAMES if isinstance(report.get(old), str)}
    about = parse_event_id(report.get("event_id"))
    if about is not None:
        feedback["associated_event_id"] = about
    return {"level": "info", "contexts": {"feedback": feedback}}
