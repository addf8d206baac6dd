"""Browsers' reports: CSP, Expect-CT, Expect-Staple, HPKP and the Reporting API's, each as its browser said it.

UnsupportedMedia for a body that no browser calls a report, BadRequest for one that is none.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import BadRequest, UnsupportedMedia
from chalicelib.protocol.payload import encode_payload, parse_event_id, parse_payload

# user_report's names → those of an event's feedback context.
_NAMES = (("name", "name"), ("email", "contact_email"), ("comments", "message"))


def feedback_from_report(report: Mapping[str, Any]) -> dict[str, Any]:
    """A feedback event from `{event_id, name, email, comments}`; its event_id names the event it is about."""
    feedback = {new: report[old] for old, new in _NAMES if isinstance(report.get(old), str)}
    about = parse_event_id(report.get("event_id"))
    if about is not None:
        feedback["associated_event_id"] = about
    return {"level": "info", "contexts": {"feedback": feedback}}


REPORT_TYPES = frozenset(
    {
        "application/csp-report",
        "application/expect-ct-report",
        "application/expect-ct-report+json",
        "application/expect-staple-report",
        "application/json",
        "application/reports+json",
    }
)
REPORT_KEYS = ("csp-report", "expect-ct-report", "expect-staple-report", "known-pins")
# Reports that are sent bare, as some libraries and old browsers do, are told by one of these.
BARE_CSP_KEYS = ("violated-directive", "effective-directive", "violatedDirective", "effectiveDirective")
# The Reporting API's kinds that tell of something gone wrong.
LIST_REPORT_TYPES = frozenset(
    {
        "csp-violation",
        "deprecation",
        "intervention",
        "crash",
        "network-error",
        "coep",
        "coop",
        "permissions-policy-violation",
        "potential-permissions-policy-violation",
        "document-policy-violation",
        "integrity-violation",
    }
)
MAX_REPORTS = 50


def reject_other_types(content_type: str) -> None:
    """Raises UnsupportedMedia unless *content_type* is a report's; none at all counts as JSON."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type and media_type not in REPORT_TYPES:
        raise UnsupportedMedia(f"{media_type[:80]} is no security report; expected application/csp-report or a sibling")


def parse_reports(text: bytes, additions: Mapping[str, str]) -> tuple[list[bytes], int]:
    """Each report's JSON with *additions* (release, environment) beside it, and how many others were left out.

    Reports of the Reporting API arrive as a list, of which kinds we don't know are left out.
    """
    if not text.lstrip().startswith(b"["):
        return [_encode(_require_report(parse_payload(text, "security report")), additions)], 0
    reports = _parse_list(text)
    kept = [report for report in map(_wrap, reports) if _is_known(report)][:MAX_REPORTS]
    return [_encode(report, additions) for report in kept], len(reports) - len(kept)


def _parse_list(text: bytes) -> list[Any]:
    # The list is wrapped, so that one parser decides what is JSON to us.
    reports = parse_payload(b'{"reports":' + text + b"}", "security reports")["reports"]
    if not isinstance(reports, list):
        raise BadRequest("security reports: expected a list")
    return reports


def _is_known(report: Any) -> bool:
    return isinstance(report, dict) and (_is_listed(report) or any(key in report for key in REPORT_KEYS))


def _is_listed(report: dict[str, Any]) -> bool:
    kind = report.get("type")
    return isinstance(kind, str) and kind in LIST_REPORT_TYPES and isinstance(report.get("body"), dict)


def _wrap(report: Any) -> Any:
    """A CSP report as it is specified, also where its sender left out what goes around it."""
    is_bare = isinstance(report, dict) and not _is_known(report) and any(key in report for key in BARE_CSP_KEYS)
    return {"csp-report": report} if is_bare else report


def _require_report(given: dict[str, Any]) -> dict[str, Any]:
    report: dict[str, Any] = _wrap(given)
    if _is_known(report):
        return report
    raise BadRequest(f"security report: expected one of {', '.join(REPORT_KEYS)}, or a list of the Reporting API's")


def _encode(report: dict[str, Any], additions: Mapping[str, str]) -> bytes:
    return encode_payload({**additions, **report}, "security report")
