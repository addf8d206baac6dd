"""Browsers' reports as events: every field under one name, a title of its own, and one issue per cause."""

from typing import Any

import pytest

from chalicelib.events.serializers import report_of
from chalicelib.processing.grouping.engine import group
from chalicelib.processing.reports import event_from_report
from chalicelib.processing.tags import tags_of
from chalicelib.processing.title import describe
from tests.unit.processing.normalize.normalizing import normalized

CSP = {
    "document-uri": "https://shop.example/cart",
    "referrer": "https://shop.example/",
    "violated-directive": "script-src-elem",
    "effective-directive": "script-src-elem",
    "original-policy": "script-src 'self' 'report-sample'",
    "disposition": "report",
    "blocked-uri": "https://evil.example/x.js",
    "source-file": "https://shop.example/app.js",
    "line-number": 21,
    "column-number": 7,
    "status-code": 200,
    "script-sample": "setup(false)",
}
LISTED = {
    "age": 1,
    "type": "csp-violation",
    "url": "https://shop.example/cart",
    "user_agent": "Mozilla/5.0",
    "body": {
        "documentURL": "https://shop.example/cart",
        "referrer": "https://shop.example/",
        "effectiveDirective": "script-src-elem",
        "originalPolicy": "script-src 'self' 'report-sample'",
        "disposition": "report",
        "blockedURL": "https://evil.example/x.js",
        "sourceFile": "https://shop.example/app.js",
        "lineNumber": 21,
        "columnNumber": 7,
        "statusCode": 200,
        "sample": "setup(false)",
    },
}


def event_of(report: dict[str, Any]) -> dict[str, Any]:
    return normalized(event_from_report(report))


def fields_of(report: dict[str, Any]) -> dict[str, Any]:
    shown = report_of(event_of(report))
    assert shown is not None
    return shown.fields


@pytest.mark.parametrize("report", [{"csp-report": CSP}, LISTED], ids=["report-uri", "report-to"])
def test_both_ways_of_telling_a_violation_show_the_same_fields(report: dict[str, Any]) -> None:
    fields = fields_of(report)
    fields.pop("violated_directive", None)

    assert fields == {
        "document_uri": "https://shop.example/cart",
        "effective_directive": "script-src-elem",
        "blocked_uri": "https://evil.example/x.js",
        "source_file": "https://shop.example/app.js",
        "line_number": 21,
        "column_number": 7,
        "script_sample": "setup(false)",
        "disposition": "report",
        "status_code": 200,
        "referrer": "https://shop.example/",
        "original_policy": "script-src 'self' 'report-sample'",
    }


@pytest.mark.parametrize("report", [{"csp-report": CSP}, LISTED], ids=["report-uri", "report-to"])
def test_a_violation_is_found_by_page_directive_and_host(report: dict[str, Any]) -> None:
    event = event_of(report)

    tags = dict(tags_of(event))
    assert tags["effective-directive"] == "script-src-elem"
    assert tags["blocked-uri"] == "evil.example"
    assert tags["disposition"] == "report"
    assert tags["url"] == "https://shop.example/cart"
    assert event["logger"] == "csp"


def test_both_ways_are_one_issue() -> None:
    assert group(event_of({"csp-report": CSP})).hash == group(event_of(LISTED)).hash


def test_a_page_that_only_the_list_names_is_shown() -> None:
    body = {"effectiveDirective": "img-src", "blockedURL": "data"}

    assert fields_of({"type": "csp-violation", "url": "https://a.example/", "body": body})["document_uri"] == (
        "https://a.example/"
    )


@pytest.mark.parametrize(
    ("csp", "title"),
    [
        ({"effective-directive": "script-src", "blocked-uri": "inline"}, "Blocked unsafe inline 'script'"),
        ({"effective-directive": "script-src", "blocked-uri": "eval"}, "Blocked unsafe eval 'script'"),
        ({"violated-directive": "img-src 'self'", "blocked-uri": "data"}, "Blocked 'image' from 'data:'"),
        ({"violated-directive": "base-uri", "blocked-uri": "https://a.b/"}, "Blocked by 'base-uri' from 'a.b'"),
        ({"effective-directive": "style-src-attr", "blocked-uri": ""}, "Blocked inline 'style'"),
        ({"blocked-uri": 7, "effective-directive": ["x"], "status-code": "no"}, None),
        ({}, "Content security policy violated"),
    ],
)
def test_titles_of_violations(csp: dict[str, Any], title: str | None) -> None:
    found = describe(event_of({"csp-report": csp})).title

    assert title is None or found == title


@pytest.mark.parametrize(
    ("report", "kind", "fields"),
    [
        (
            {"hostname": "a.example", "port": 443, "include-subdomains": True, "known-pins": ["pin-sha256=x"]},
            "hpkp",
            {"hostname": "a.example", "port": 443, "include_subdomains": True, "known_pins": ["pin-sha256=x"]},
        ),
        (
            {"expect-ct-report": {"hostname": "a.example", "port": 443, "failure-mode": "enforce", "scts": []}},
            "expectct",
            {"hostname": "a.example", "port": 443, "failure_mode": "enforce"},
        ),
        (
            {"expect-staple-report": {"hostname": "a.example", "response-status": "MISSING"}},
            "expectstaple",
            {"hostname": "a.example", "response_status": "MISSING"},
        ),
    ],
)
def test_reports_about_certificates_show_their_fields(
    report: dict[str, Any], kind: str, fields: dict[str, Any]
) -> None:
    shown = report_of(event_of(report))

    assert shown is not None
    assert shown.kind == kind
    assert fields.items() <= shown.fields.items()
    assert dict(tags_of(event_of(report)))["hostname"] == "a.example"


LISTED_REPORTS = {
    "deprecation": (
        {"id": "UnloadHandler", "message": "Unload handlers go away.", "sourceFile": "https://a.example/b.js"},
        "Deprecation (UnloadHandler): Unload handlers go away.",
        {"source_file": "https://a.example/b.js", "id": "UnloadHandler"},
        "warning",
    ),
    "intervention": (
        {"id": "NavigatorVibrate", "message": "Blocked call.", "lineNumber": 3},
        "Intervention (NavigatorVibrate): Blocked call.",
        {"line_number": 3},
        "warning",
    ),
    "crash": ({"reason": "oom"}, "Crash (oom): a.example", {"reason": "oom"}, "fatal"),
    "network-error": (
        {"type": "dns.name_not_resolved", "phase": "dns", "status_code": 0, "elapsed_time": 18, "method": "GET"},
        "Network error (dns.name_not_resolved): a.example",
        {"violation": "dns.name_not_resolved", "phase": "dns", "elapsed_time": 18, "url": "https://a.example/x?y=1"},
        "error",
    ),
    "coep": (
        {"type": "corp", "blockedURL": "https://cdn.example/i.png", "destination": "image", "disposition": "enforce"},
        "Coep (corp): cdn.example",
        {"blocked_uri": "https://cdn.example/i.png", "disposition": "enforce", "violation": "corp"},
        "error",
    ),
    "permissions-policy-violation": (
        {"policyId": "camera", "message": "Camera is not allowed.", "disposition": "enforce"},
        "Permissions policy violation (camera): Camera is not allowed.",
        {"policy_id": "camera", "disposition": "enforce"},
        "warning",
    ),
}


@pytest.mark.parametrize("kind", LISTED_REPORTS)
def test_other_reports_of_browsers_show_their_fields(kind: str) -> None:
    body, title, fields, level = LISTED_REPORTS[kind]
    event = event_of({"type": kind, "url": "https://a.example/x?y=1", "body": body, "age": 9})

    shown = report_of(event)
    assert shown is not None
    assert (shown.kind, describe(event).title, event["level"]) == (kind, title, level)
    assert fields.items() <= shown.fields.items()


def test_network_errors_group_by_kind_and_host_not_by_page() -> None:
    def hash_of(page: str, kind: str) -> str:
        return group(event_of({"type": "network-error", "url": page, "body": {"type": kind}})).hash

    assert hash_of("https://a.example/1", "tcp.reset") == hash_of("https://a.example/2?x", "tcp.reset")
    assert hash_of("https://a.example/1", "tcp.reset") != hash_of("https://b.example/1", "tcp.reset")
    assert hash_of("https://a.example/1", "tcp.reset") != hash_of("https://a.example/1", "dns.failed")


@pytest.mark.parametrize("body", [{}, {"message": 7, "id": []}, {"blockedURL": {"a": 1}}, {"type": None}])
@pytest.mark.parametrize("url", [None, 7, "", "::::", "https://[", "x" * 10_000])
def test_a_senseless_report_is_still_an_event(body: dict[str, Any], url: Any) -> None:
    for kind in ("deprecation", "csp-violation", "crash", "network-error"):
        event = event_of({"type": kind, "url": url, "body": body})

        assert describe(event).title
        assert report_of(event) is None or report_of(event)


def test_an_event_that_no_browser_reported_has_no_report() -> None:
    assert report_of(normalized({"message": "hi"})) is None
