from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.processing.filters.apply import FilterSettings, apply_filters
from chalicelib.processing.normalize.event import IngestContext, normalize

CONTEXT = IngestContext("42", "1" * 32, datetime(2026, 11, 23, tzinfo=UTC))
NOTHING = FilterSettings(web_crawlers=False)


def browser(agent: str, **fields: Any) -> dict[str, Any]:
    return {"platform": "javascript", "request": {"headers": {"User-Agent": agent}}} | fields


def page_error(value: str, source: str = "https://shop.example/a.js") -> dict[str, Any]:
    frames = [{"function": "f", "abs_path": source, "filename": "a.js"}]
    return {
        "platform": "javascript",
        "exception": [{"type": "Error", "value": value, "stacktrace": {"frames": frames}}],
    }


GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
IE11 = "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("event", "settings", "reason"),
    [
        ({"release": "web@1.2.3"}, {"releases": ("web@1.*",)}, "release-version"),
        ({"release": "web@2.0.0"}, {"releases": ("web@1.*",)}, None),
        ({"message": "ResizeObserver loop limit"}, {"error_messages": ("*ResizeObserver*",)}, "error-message"),
        (page_error("Script error."), {"error_messages": ("Error: Script error.",)}, "error-message"),
        (page_error("other"), {"error_messages": ("Error: Script error.",)}, None),
        (page_error("x", "chrome-extension://abc/i.js"), {"browser_extensions": True}, "browser-extensions"),
        (page_error("jigsaw is not defined"), {"browser_extensions": True}, "browser-extensions"),
        (page_error("x"), {"browser_extensions": True}, None),
        (browser(GOOGLEBOT), {"web_crawlers": True}, "web-crawlers"),
        (browser(GOOGLEBOT), {}, None),
        (browser(CHROME), {"web_crawlers": True, "legacy_browsers": True}, None),
        (browser(IE11), {"legacy_browsers": True}, "legacy-browsers"),
        ({"request": {"url": "http://localhost:3000/a"}}, {"localhost": True}, "localhost"),
        ({"request": {"url": "http://127.0.0.1/a"}}, {"localhost": True}, "localhost"),
        ({"request": {"url": "https://localhost.example/a"}}, {"localhost": True}, None),
        ({"user": {"ip_address": "10.1.2.3"}}, {"ip_addresses": ("10.0.0.0/8",)}, "ip-address"),
        ({"user": {"ip_address": "2001:db8::5"}}, {"ip_addresses": ("2001:db8::/32",)}, "ip-address"),
        ({"user": {"ip_address": "11.1.2.3"}}, {"ip_addresses": ("10.0.0.0/8",)}, None),
        ({}, {"ip_addresses": ("203.0.113.9",)}, "ip-address"),
    ],
)
def test_reasons(event: dict[str, Any], settings: dict[str, Any], reason: str | None) -> None:
    context = replace(CONTEXT, client_ip="203.0.113.9")

    assert apply_filters(normalize(event, context), replace(NOTHING, **settings), context) == reason


@pytest.mark.parametrize(
    "settings",
    [
        {"ip_addresses": ("10.0.0.0/99",)},
        {"ip_addresses": ("home",)},
        {"releases": ("",)},
        {"error_messages": ("x" * 500,)},
        {"releases": ("a",) * 300},
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"characters|entries|network|address"):
        FilterSettings(**settings)


ANDROID = (
    "Mozilla/5.0 (Linux; Android 11; {}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 "


@pytest.mark.parametrize(
    "agent",
    [
        *map(ANDROID.format, ("CUBOT_J10", "CUBOT X30", "Cubot Note S", "CUBOT KINGKONG MINI2", "CUBOT")),
        *map(ANDROID.format, ("M bot 60", "M bot 54 Build/OPM2", "M-BOT_54")),
        ANDROID.format("SM-G991B").replace("Mobile ", "Mobile DuckDuckGo/5 "),
        IPHONE + "Mobile/15E148 DuckDuckGo/7 Safari/605.1.15",
        IPHONE + "Mobile/15E148 Safari/604.1 Ddg/17.4",
    ],
)
def test_people_are_not_taken_for_robots(agent: str) -> None:
    """Sources: omrilotan/isbot#29, oalders/http-browserdetect#136, matomo-org/device-detector#6042."""
    assert apply_filters(normalize(browser(agent), CONTEXT), FilterSettings(web_crawlers=True), CONTEXT) is None


@pytest.mark.parametrize(
    "agent",
    [
        "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)",
        "Mozilla/5.0 (compatible; DuckDuckGo-Favicons-Bot/1.0; +http://duckduckgo.com)",
        ANDROID.format("CUBOT_J10") + " (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)",
        "Some Bot/1.0",
    ],
)
def test_robots_are_told_by_their_names(agent: str) -> None:
    assert (
        apply_filters(normalize(browser(agent), CONTEXT), FilterSettings(web_crawlers=True), CONTEXT) == "web-crawlers"
    )
