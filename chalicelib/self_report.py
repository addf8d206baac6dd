"""Reports our own unexpected errors to a MiniSentry project, where `MINISENTRY_SELF_REPORT_DSN` names one.

No loops: an error about that very project is not reported, nor is a failure to report, nor the same error twice within
five minutes of a process.
"""

import time
import traceback
import uuid
from collections.abc import Mapping
from typing import Any

import orjson
import urllib3

from chalicelib.config import settings

QUIET_SECONDS = 300
TIMEOUT_SECONDS = 2.0
_reported_at: dict[str, float] = {}


def report_error(event: str, error: BaseException, fields: Mapping[str, object]) -> None:
    """Send *error* on; *event* and *fields* are what the log line says, whose project must not be the report's own."""
    dsn = settings().self_report_dsn
    if not dsn:
        return
    target = urllib3.util.parse_url(dsn)
    project_id = (target.path or "").rpartition("/")[2]
    if str(fields.get("project_id")) == project_id or _is_repeated(f"{event} {error!r}"):
        return
    prefix = (target.path or "").rpartition("/")[0]
    url = f"{target.scheme}://{target.netloc}{prefix}/api/{project_id}/envelope/"
    try:
        urllib3.request(
            "POST",
            f"{url}?sentry_key={target.auth}&sentry_version=7",
            body=_build_envelope(event, error),
            headers={"Content-Type": "application/x-sentry-envelope", "User-Agent": "minisentry-self-report"},
            timeout=TIMEOUT_SECONDS,
            retries=False,
        )
    except urllib3.exceptions.HTTPError:
        # The log has the error; a second one about the report would help nobody.
        return


def forget_reports() -> None:
    """For tests."""
    _reported_at.clear()


def _is_repeated(what: str) -> bool:
    now = time.monotonic()
    if now - _reported_at.get(what, -QUIET_SECONDS) < QUIET_SECONDS:
        return True
    if len(_reported_at) > 100:
        _reported_at.clear()
    _reported_at[what] = now
    return False


def _build_envelope(event: str, error: BaseException) -> bytes:
    event_id = uuid.uuid4().hex
    content = {
        "event_id": event_id,
        "timestamp": time.time(),
        "platform": "python",
        "level": "error",
        "logger": "minisentry",
        "environment": settings().stage,
        "transaction": event,
        "exception": {"values": [_describe(error)]},
    }
    lines = ({"event_id": event_id}, {"type": "event"}, content)
    return b"\n".join(map(orjson.dumps, lines)) + b"\n"


def _describe(error: BaseException) -> dict[str, Any]:
    frames = [
        {"filename": frame.filename.rpartition("/code/")[2], "function": frame.name, "lineno": frame.lineno}
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return {"type": type(error).__name__, "value": str(error)[:1000], "stacktrace": {"frames": frames}}
