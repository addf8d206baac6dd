"""The crash-report dialog of browsers' SDKs: its script for one event, and what a person writes into it as feedback.

Source: https://docs.sentry.io/platforms/javascript/user-feedback/configuration/#crash-report-modal
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import orjson

from chalicelib.config import settings
from chalicelib.errors import BadRequest
from chalicelib.ids import derived_id
from chalicelib.ingest.contents import KeptItem
from chalicelib.ingest.request import IngestRequest
from chalicelib.protocol.encoding import inflate
from chalicelib.protocol.payload import parse_event_id
from chalicelib.protocol.security import feedback_from_report

SCRIPT_FILE = Path(__file__).with_name("report_dialog.js")
PATH = "/api/embed/error-page/"
MAX_FORM_BYTES = 64 * 1024
MAX_LENGTHS = {"name": 128, "email": 128, "comments": 4096}
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,63}")
MAX_TEXT = 500
# What the SDK's options may say otherwise; the names are theirs.
TEXTS: Mapping[str, str] = {
    "title": "It looks like we’re having issues.",
    "subtitle": "Our team has been notified.",
    "subtitle2": "If you’d like to help, tell us what happened below.",
    "labelName": "Name",
    "labelEmail": "Email",
    "labelComments": "What happened?",
    "labelClose": "Close",
    "labelSubmit": "Submit",
    "errorGeneric": "Your report could not be sent. Please try again.",
    "errorFormEntry": "Some fields were invalid. Please correct them and try again.",
    "successMessage": "Your feedback has been sent. Thank you!",
}


def build_script(request: IngestRequest, event_id: str) -> str:
    """JavaScript that shows the dialog; what the page's URL says is text to it, never code."""
    target = urlencode({"dsn": request.query_value("dsn") or "", "eventId": event_id})
    options = {
        "url": f"{settings().ingest_url}{PATH}?{target}",
        "name": _given(request, "name"),
        "email": _given(request, "email"),
        "text": {name: _given(request, name) or text for name, text in TEXTS.items()},
    }
    written = orjson.dumps(options).decode()
    for character in ("<", ">", "\u2028", "\u2029"):
        written = written.replace(character, f"\\u{ord(character):04x}")
    return _script().replace("OPTIONS);", f"{written});")


def read_report(request: IngestRequest, event_id: str) -> KeptItem:
    """The form as feedback about its event, under an id that a repeat keeps. Raises BadRequest, naming the fields."""
    # A form is ASCII, and no coding of it is: a gateway that inflated it leaves the header in place.
    coding = "" if request.body.isascii() else request.content_encoding
    body = b"".join(inflate(request.body, coding, MAX_FORM_BYTES))
    try:
        form = parse_qs(body.decode(), max_num_fields=20)
    except ValueError:
        raise BadRequest("The body is no form: expected name, email and comments, URL-encoded") from None
    report = {name: form.get(name, [""])[0].strip() for name in MAX_LENGTHS}
    wrong = [name for name, text in report.items() if not 0 < len(text) <= MAX_LENGTHS[name]]
    if not wrong and not EMAIL.fullmatch(report["email"]):
        wrong = ["email"]
    if wrong:
        expected = ", ".join(f"{name} of 1 to {MAX_LENGTHS[name]} characters" for name in wrong)
        raise BadRequest(f"The form cannot be read: expected {expected}")
    own_id = derived_id("report dialog", event_id, *report.values()).replace("-", "")
    feedback = feedback_from_report({**report, "event_id": event_id})
    return KeptItem("feedback", own_id, orjson.dumps(feedback))


def require_event_id(request: IngestRequest) -> str:
    event_id = parse_event_id(request.query_value("eventId"))
    if event_id is None:
        raise BadRequest("eventId is missing or malformed; expected the 32 hex digits of an event's id")
    return event_id


def _given(request: IngestRequest, name: str) -> str:
    return (request.query_value(name) or "")[:MAX_TEXT]


@cache
def _script() -> str:
    return SCRIPT_FILE.read_text(encoding="utf-8")
