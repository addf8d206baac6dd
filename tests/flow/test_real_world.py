"""Inputs that people reported publicly, written anew, each with what must come of it. docs/real-world.md lists them."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.config import Settings
from chalicelib.events.attachments import list_attachments, read_attachment
from chalicelib.events.serializers import report_of
from chalicelib.processing.filters.robots import is_robot
from chalicelib.processing.grouping.engine import group
from chalicelib.processing.normalize.event import IngestContext, normalize
from chalicelib.processing.reports import event_from_report
from chalicelib.processing.scrubbing.scrub import ScrubSettings, scrub
from chalicelib.processing.tags import tags_of
from chalicelib.processing.title import describe
from chalicelib.protocol.security import parse_reports
from tests.sdk_requests import PUBLIC_KEY, SdkRequest, create_key, envelope, receive_all, send

CONTEXT = IngestContext("42", "1" * 32, datetime(2026, 11, 26, tzinfo=UTC))
PAGE = Path(__file__).parents[2] / "docs" / "real-world.md"
ID = "9ec79c33ec9942ab8353589fcb2e04dc"
ANDROID = "Mozilla/5.0 (Linux; Android {}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/67.0 Mobile Safari/537.36"

Event = dict[str, Any]
Check = Callable[[], None]


def read(event: Event) -> Event:
    return normalize(json.loads(json.dumps(event)), CONTEXT)


def error(kind: str, value: str, script: str = "https://shop.example/assets/index-a1b2c3d4.js", **fields: Any) -> Event:
    frames = [{"function": "r", "filename": script, "abs_path": script, "lineno": 1, "colno": 9, "in_app": True}]
    exception = {"type": kind, "value": value, "stacktrace": {"frames": frames}}
    return {"platform": "javascript", "exception": {"values": [exception]}, **fields}


def one_issue(*events: Event) -> Check:
    def check() -> None:
        assert len({group(read(event)).hash for event in events}) == 1

    return check


def issues_apart(*events: Event) -> Check:
    def check() -> None:
        assert len({group(read(event)).hash for event in events}) == len(events)

    return check


def person(agent: str) -> Check:
    def check() -> None:
        assert not is_robot(agent)

    return check


def robot(agent: str) -> Check:
    def check() -> None:
        assert is_robot(agent)

    return check


def scrubbed(event: Event, shown: dict[str, Any]) -> Check:
    def check() -> None:
        extra = scrub(read(event), ScrubSettings())["extra"]
        assert {name: extra.get(name) for name in shown} == shown

    return check


def tagged(tags: Any, kept: dict[str, str], refused: int) -> Check:
    """*kept* are the tags to be shown, and *refused* how many places `_meta` lists."""

    def check() -> None:
        event = read({"tags": tags})
        own = {name: value for name, value in tags_of(event) if name != "level"}
        assert own == kept
        assert len(event.get("_meta", {}).get("tags", {})) == refused

    return check


def reported(report: Any, title: str, fields: dict[str, Any]) -> Check:
    def check() -> None:
        (text,), _ = parse_reports(json.dumps(report).encode(), {})
        event = read(event_from_report(json.loads(text)))
        shown = report_of(event)
        assert shown is not None
        assert describe(event).title == title
        assert fields.items() <= shown.fields.items()

    return check


def taken(body: bytes, path: str = "/api/tunnel", file: bytes | None = None) -> Check:
    """Answered 200 without a Content-Type, and *file* stored as it was."""

    def check() -> None:
        reply = send(SdkRequest(body, path=path, headers={}), "http")
        assert reply.status == 200, reply.body
        if file is not None:
            (stored,) = list_attachments("42", ID)
            assert read_attachment("42", ID, stored.attachment_id) == file

    return check


DSN = f"https://{PUBLIC_KEY}@errors.example.com/42"
EVENT = json.dumps({"event_id": ID, "message": "hi"}).encode()
RECORDING = b'{"segment_id":0}\n\x78\x9c' + bytes(range(256))
CSP = {"document-uri": "https://intra.example/", "effective-directive": "style-src-elem", "blocked-uri": "inline"}
HYDRATION = "Hydration failed because the initial UI does not match what was rendered on the server."
REACT = (
    "Minified React error #{0}; visit https://reactjs.org/docs/error-decoder.html?invariant={0} for the full message"
)

VIOLATION = {
    "blockedURL": "inline",
    "effectiveDirective": "script-src-elem",
    "lineNumber": 21,
    "sample": "setup(false)",
}
OPENER = {"type": "navigation-to-response", "effectivePolicy": "same-origin", "disposition": "enforce"}

REPORTS: dict[str, tuple[str, Check]] = {
    "JayBizzle/Crawler-Detect#283": ("1", person(ANDROID.format("7.0; M bot 60 Build/NRD90M; wv"))),
    "JayBizzle/Crawler-Detect#111": ("1", person(ANDROID.format("4.4.2; ForwardRuby Build/KOT49H"))),
    "JayBizzle/Crawler-Detect#117": (
        "1",
        person("Mozilla/5.0 (Linux; U; Android 5.1; zh-cn; 1501_M02) AppleWebKit/534.30 SogouMobileBrowser/4.1.0"),
    ),
    "matomo-org/device-detector#5674": ("1", person(ANDROID.format("6.0.1; M BOT TAB 101 Build/MOB30R"))),
    "matomo-org/device-detector#5484": ("1", person(ANDROID.format("5.1; FEVER Build/LMY47D; wv"))),
    "serbanghita/Mobile-Detect#529": ("1", robot("msnbot/2.0b (+http://search.msn.com/msnbot.htm)")),
    "JayBizzle/Crawler-Detect#499": (
        "1",
        robot(ANDROID.format("6.0.1; Nexus 5X") + " (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    ),
    "ScaleOvenStove/crosswithfriends#474": (
        "8",
        one_issue(
            error("TypeError", "Failed to fetch dynamically imported module: https://games.example/Play-B64H468I.js"),
            error(
                "Error",
                "Unable to preload CSS for /assets/play-i-Y77lHD.css",
                "https://games.example/assets/other-99.js",
            ),
        ),
    ),
    "BrigadaSOS/Nadeshiko#502": (
        "8",
        one_issue(
            error("TypeError", "Failed to fetch dynamically imported module: https://d.example/_nuxt/DlAUqK2U.js"),
            error(
                "TypeError", "Failed to fetch dynamically imported module: https://d.example/_nuxt/0ggqaDq82.js", "x.js"
            ),
        ),
    ),
    "wasdk/WebAssemblyStudio#354": (
        "8",
        one_issue(
            error("Error", "Loading chunk 4 failed.\n(error: https://studio.example/dist/4.bundle.js)"),
            error("ChunkLoadError", "Loading chunk 11 failed.", "https://studio.example/main.js"),
        ),
    ),
    "acedatacloud/nexior#584": (
        "8",
        one_issue(
            error("TypeError", "Importing a module script failed."),
            error(
                "TypeError", "error loading dynamically imported module: https://chat.example/assets/Chat-77.js", "y.js"
            ),
        ),
    ),
    "getsentry/sentry#45038": (
        "7",
        one_issue(
            error("Error", REACT.format(419), transaction="/cart"),
            error("Error", REACT.format(422), "https://shop.example/assets/other.js", transaction="/cart"),
        ),
    ),
    "react/react#26224": (
        "7",
        issues_apart(
            error("Error", HYDRATION, transaction="/a"),
            error("Error", HYDRATION, transaction="/b"),
        ),
    ),
    "getsentry/sentry#2614": (
        "10",
        scrubbed(
            {"extra": {"field": "something_containing_the_string_password"}},
            {"field": "something_containing_the_string_password"},
        ),
    ),
    "getsentry/sentry#6114": ("10", scrubbed({"extra": {"log": "User authenticated"}}, {"log": "User authenticated"})),
    "getsentry/sentry#5302": (
        "10",
        scrubbed(
            {"extra": {"has_password": True, "auth_required": False, "password": "hunter2"}},
            {"has_password": True, "auth_required": False, "password": "[Filtered]"},
        ),
    ),
    "hazarsozer/ren-os#29": (
        "10",
        scrubbed(
            {"extra": {"chars_per_token": 4.0, "page_token_count": 3, "api_token": "s3cr3t"}},
            {"chars_per_token": 4.0, "page_token_count": 3, "api_token": "[Filtered]"},
        ),
    ),
    "getsentry/relay#1810": (
        "12",
        reported(
            CSP, "Blocked unsafe inline 'style'", {"effective_directive": "style-src-elem", "blocked_uri": "inline"}
        ),
    ),
    "getsentry/relay#5547": (
        "12",
        reported(
            [{"age": 1, "type": "csp-violation", "url": "https://intra.example/", "body": VIOLATION}],
            "Blocked unsafe inline 'script'",
            {"script_sample": "setup(false)", "line_number": 21, "document_uri": "https://intra.example/"},
        ),
    ),
    "getsentry/sentry#18098": (
        "12",
        reported(
            {
                "csp-report": {
                    **CSP,
                    "effective-directive": "style-src-attr",
                    "column-number": 829761,
                    "status-code": 0,
                    "script-sample": "",
                }
            },
            "Blocked unsafe inline 'style'",
            {"effective_directive": "style-src-attr", "column_number": 829761, "status_code": 0},
        ),
    ),
    "getsentry/relay#5548": (
        "12",
        reported(
            [{"type": "coop", "url": "https://intra.example/", "body": OPENER}],
            "Coop (navigation-to-response)",
            {"effective_policy": "same-origin", "disposition": "enforce"},
        ),
    ),
    "getsentry/sentry#70388": (
        "13",
        tagged({"slash/1": "some-value", "slash/2": "some-value-2", "fine": "x"}, {"fine": "x"}, 2),
    ),
    "getsentry/sentry-docs#5014": ("13", tagged({"query": "a\nb", "fine": "x"}, {"fine": "x"}, 1)),
    "getsentry/sentry-docs#2823": ("13", tagged({"a/b": "1", "release": "1.0"}, {}, 1)),
    "getsentry/sentry#59480": ("13", tagged({"k" * 60: "v"}, {"k" * 60: "v"}, 0)),
    "getsentry/sentry#6576": (
        "13",
        tagged({"one": "a" * 201, "two": "b" * 201}, {"one": "a" * 197 + "...", "two": "b" * 197 + "..."}, 2),
    ),
    "getsentry/sentry-docs#10348": (
        "14",
        taken(
            envelope(
                {"event_id": ID, "dsn": DSN},
                ({"type": "event"}, EVENT),
                ({"type": "attachment", "filename": "r"}, RECORDING),
            ),
            file=RECORDING,
        ),
    ),
    "getsentry/sentry#57793": (
        "14",
        taken(
            envelope(
                {"dsn": DSN},
                ({"type": "replay_event"}, b'{"segment_id":12}'),
                ({"type": "replay_recording"}, RECORDING),
            )
        ),
    ),
    "getsentry/sentry#45184": (
        "14",
        taken(envelope({"dsn": DSN}, ({"type": "replay_recording"}, RECORDING), ({"type": "event"}, EVENT))),
    ),
}


@pytest.mark.parametrize(("kind", "check"), REPORTS.values(), ids=REPORTS)
def test_what_was_reported_comes_out_right(kind: str, check: Check, stage: Settings) -> None:
    create_key()

    check()

    receive_all(stage)


def test_the_page_lists_each_report_once() -> None:
    listed = re.findall(r"^\| ([\d, ]+) \| (\S+#\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(listed) == sorted((kind, source) for source, (kind, _) in REPORTS.items())
