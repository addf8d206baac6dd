"""Browsers' reports are told from everything else, and passed on one by one."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadRequest, UnsupportedMedia
from chalicelib.protocol.security import MAX_REPORTS, feedback_from_report, parse_reports, reject_other_types

CSP = {
    "document-uri": "https://example.com/page",
    "blocked-uri": "https://evil.example/x.js",
    "effective-directive": "script-src",
    "status-code": 200,
}
VIOLATION = {
    "type": "csp-violation",
    "url": "https://example.com/page",
    "body": {
        "documentURL": "https://example.com/page",
        "blockedURL": "inline",
        "effectiveDirective": "style-src-elem",
        "lineNumber": 3,
        "sample": "a{}",
    },
}


def read(report: object, **additions: str) -> list[dict[str, Any]]:
    events, _ = parse_reports(json.dumps(report).encode(), additions)
    return [json.loads(event) for event in events]


def test_a_report_passes_as_its_browser_said_it() -> None:
    assert read({"csp-report": CSP}) == [{"csp-report": CSP}]
    assert read([VIOLATION]) == [VIOLATION]


def test_what_the_report_url_names_stands_beside_it() -> None:
    assert read({"csp-report": CSP}, release="1.0") == [{"release": "1.0", "csp-report": CSP}]


def test_other_kinds_in_a_list_are_left_out_and_counted() -> None:
    reports = [VIOLATION, {"type": "csp-hash", "body": {}}, 5, {"type": "csp-violation", "body": []}, VIOLATION]

    events, left_out = parse_reports(json.dumps(reports).encode(), {})

    assert (len(events), left_out) == (2, 3)


def test_the_reporting_apis_other_kinds_pass() -> None:
    reports = [{"type": kind, "url": "https://a.example", "body": {}} for kind in ("deprecation", "crash", "coep")]

    assert read([*reports, {"type": "csp-hash", "body": {}}, {"type": "crash"}]) == reports


@pytest.mark.parametrize("name", ["violated-directive", "effective-directive", "effectiveDirective"])
def test_a_violation_without_its_wrapping_is_understood(name: str) -> None:
    bare = {"document-uri": "https://a.example", name: "img-src", "blocked-uri": "data"}

    assert read(bare) == [{"csp-report": bare}]
    assert read([bare, {"csp-report": CSP}]) == [{"csp-report": bare}, {"csp-report": CSP}]


def test_a_list_has_an_end() -> None:
    events, left_out = parse_reports(json.dumps([VIOLATION] * (MAX_REPORTS + 9)).encode(), {})

    assert (len(events), left_out) == (MAX_REPORTS, 9)


@pytest.mark.parametrize(
    "report",
    [{"expect-ct-report": {"hostname": "a"}}, {"expect-staple-report": {}}, {"known-pins": [], "hostname": "a"}],
)
def test_the_other_reports(report: dict[str, Any]) -> None:
    assert read(report) == [report]


@pytest.mark.parametrize("report", [{}, {"report": {}}, {"type": "csp-violation"}, "x", 5])
def test_what_is_no_report_is_refused(report: object) -> None:
    with pytest.raises(BadRequest):
        read(report)


@pytest.mark.parametrize(
    "media_type", ["application/csp-report", "application/json; charset=utf-8", "", "application/reports+json"]
)
def test_report_types_are_taken(media_type: str) -> None:
    reject_other_types(media_type)


@pytest.mark.parametrize("media_type", ["text/html", "application/x-sentry-envelope", "nonsense"])
def test_other_types_are_not(media_type: str) -> None:
    with pytest.raises(UnsupportedMedia):
        reject_other_types(media_type)


@given(st.binary() | st.binary().map(lambda text: b"[" + text) | st.binary().map(lambda text: b'{"csp-report":' + text))
def test_no_bytes_do_worse_than_a_refusal(text: bytes) -> None:
    with suppress(BadRequest):
        parse_reports(text, {})


def test_the_deepest_report_is_refused_not_crashed_on() -> None:
    for depth in range(245, 256):
        with suppress(BadRequest):
            parse_reports(b'{"known-pins":' + b"[" * depth + b"]" * depth + b"}", {})


ID = "9ec79c33ec9942ab8353589fcb2e04dc"


def test_a_user_report_is_feedback_about_its_event() -> None:
    report = {"event_id": ID.upper(), "name": "Ann", "email": "a@example.com", "comments": "It broke", "x": 1}

    assert feedback_from_report(report)["contexts"]["feedback"] == {
        "name": "Ann",
        "contact_email": "a@example.com",
        "message": "It broke",
        "associated_event_id": ID,
    }


def test_a_senseless_user_report_is_empty_feedback() -> None:
    assert feedback_from_report({"event_id": 5, "name": []}) == {"level": "info", "contexts": {"feedback": {}}}
