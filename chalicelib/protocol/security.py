"""Browsers' security reports (CSP, Expect-CT, Expect-Staple, HPKP), one or a list, made into events in Sentry's terms.

UnsupportedMedia for a body that no browser calls a report, BadRequest for one that is none.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from chalicelib.errors import BadRequest, UnsupportedMedia
from chalicelib.protocol.payload import encode_payload, parse_payload

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
LIST_REPORT_TYPE = "csp-violation"
MAX_REPORTS = 50
# The wrapper a browser puts around a report → the event's interface. HPKP reports come bare, known by their pins.
_INTERFACES = MappingProxyType(
    {"csp-report": "csp", "expect-ct-report": "expectct", "expect-staple-report": "expectstaple"}
)
_HPKP_SIGN = "known-pins"
# The Reporting API renamed these on its way from CSP 2's names.
_RENAMED = MappingProxyType({"document_url": "document_uri", "blocked_url": "blocked_uri", "sample": "script_sample"})
_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def reject_other_types(content_type: str) -> None:
    """Raises UnsupportedMedia unless *content_type* is a report's; none at all counts as JSON."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type and media_type not in REPORT_TYPES:
        raise UnsupportedMedia(f"{media_type[:80]} is no security report; expected application/csp-report or a sibling")


def parse_reports(text: bytes, additions: Mapping[str, str]) -> tuple[list[bytes], int]:
    """Each report as an event's JSON with *additions* (release, environment), and how many others were left out.

    Reports of the Reporting API arrive as a list in which only CSP violations concern us.
    """
    if not text.lstrip().startswith(b"["):
        return [_encode(parse_payload(text, "security report"), additions)], 0
    reports = _parse_list(text)
    kept = [report for report in reports if _is_violation(report)][:MAX_REPORTS]
    return [_encode(report, additions) for report in kept], len(reports) - len(kept)


def _parse_list(text: bytes) -> list[Any]:
    # The list is wrapped, so that one parser decides what is JSON to us.
    reports = parse_payload(b'{"reports":' + text + b"}", "security reports")["reports"]
    if not isinstance(reports, list):
        raise BadRequest("security reports: expected a list")
    return reports


def _is_violation(report: Any) -> bool:
    return isinstance(report, dict) and report.get("type") == LIST_REPORT_TYPE and isinstance(report.get("body"), dict)


def _encode(report: Mapping[str, Any], additions: Mapping[str, str]) -> bytes:
    interface, details = _read_report(report)
    event = {"logger": interface, **additions, interface: details}
    page = details.get("document_uri")
    return encode_payload({**event, "request": {"url": page}} if isinstance(page, str) else event, "security report")


def _read_report(report: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if _is_violation(report):
        return "csp", _rename(report["body"])
    for wrapper, interface in _INTERFACES.items():
        if isinstance(report.get(wrapper), dict):
            return interface, _rename(report[wrapper])
    if _HPKP_SIGN in report:
        return "hpkp", _rename(report)
    raise BadRequest(f"security report: expected an object under {', '.join(_INTERFACES)}, or {_HPKP_SIGN}")


def _rename(report: Mapping[str, Any]) -> dict[str, Any]:
    """`blocked-uri` and `blockedURL` both become `blocked_uri`."""
    renamed = {}
    for name, value in report.items():
        words = _WORD_BORDER.sub("_", name).replace("-", "_").lower()
        renamed[_RENAMED.get(words, words)] = value
    return renamed
