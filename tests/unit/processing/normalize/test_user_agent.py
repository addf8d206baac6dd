"""User agents as browsers send them."""

import time

import pytest

from chalicelib.processing.normalize.user_agent import client_hints, parse_user_agent

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
CASES = [
    (
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/120.0.0.0 Safari/537.36",
        ("Chrome 120.0.0", "Windows >=10", None),
    ),
    (
        f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/156.0.0.0 Safari/537.36",
        ("HeadlessChrome 156.0.0", "Linux", None),
    ),
    (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {APPLE} Version/17.5 Mobile/15E148 Safari/604.1",
        ("Mobile Safari 17.5", "iOS 17.5", "iPhone"),
    ),
    (
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/18.0 Safari/605.1",
        ("Safari 18.0", "Mac OS X >=10.15.7", "Mac"),
    ),
    (
        f"Mozilla/5.0 (Linux; Android 13; SM-S918B) {WEBKIT} Chrome/118.0.0.0 Mobile Safari/537.36",
        ("Chrome Mobile 118.0.0", "Android 13", "Samsung SM-S918B"),
    ),
    (
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
        ("Firefox 130.0", "Ubuntu", None),
    ),
    ("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", ("IE 11.0", "Windows 7", None)),
    (
        f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/119.0.0.0 Safari/537.36 Edg/119.0.1.2",
        ("Edge 119.0.1", "Windows >=10", None),
    ),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ("Googlebot 2.1", None, "Spider")),
    (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) {APPLE} Version/26.5 Mobile/15E148 Safari/604.1 Brave",
        ("Brave", "iOS 18.7", "iPhone"),
    ),
    (
        f"Mozilla/5.0 (Linux; Android 6.0; Nexus 5 Build/MRA58N) {WEBKIT} Chrome/60.0.3112.1 Mobile Safari/537.36",
        ("Chrome Mobile 60.0.3112", "Android 6.0", "Nexus 5"),
    ),
    ("python-requests/2.32.3", ("Python Requests 2.32", None, None)),
    ("", (None, None, None)),
]


def shown(part: dict[str, str] | None) -> str | None:
    return None if part is None else " ".join(filter(None, (part.get("name"), part.get("version"))))


@pytest.mark.parametrize(("header", "expected"), CASES, ids=lambda value: str(value)[:40])
def test_user_agents(header: str, expected: tuple[str | None, ...]) -> None:
    agent = parse_user_agent(header)

    family = agent.device["family"] if agent.device else None
    assert (shown(agent.browser), shown(agent.system), family) == expected


def test_client_hints_name_the_brand_that_is_no_engine() -> None:
    agent = client_hints(
        {
            "sec-ch-ua": '"Not_A Brand";v="99", "Google Chrome";v="109", "Chromium";v="109"',
            "sec-ch-ua-platform": '"macOS"',
            "sec-ch-ua-platform-version": '"13.1.0"',
            "sec-ch-ua-model": '"Pixel 7"',
        }
    )

    assert agent.browser == {"name": "Chrome", "version": "109"}
    assert agent.system == {"name": "macOS", "version": "13.1.0"}
    assert agent.device == {"model": "Pixel 7"}


@pytest.mark.parametrize("header", ["\ud800 Chrome/1.2", "Chrome/1.2 \0", "日本" * 500])
def test_headers_that_no_browser_sends_raise_nothing(header: str) -> None:
    assert parse_user_agent(header).device is None


@pytest.mark.parametrize("header", ["Android" * 1000, "Mozilla/5.0 (" * 500, "Chrome/1." * 1000, "Version/" * 1000])
def test_hostile_headers_cost_little(header: str) -> None:
    parse_user_agent("the first one compiles the expressions")
    started = time.perf_counter()

    parse_user_agent(header)

    assert time.perf_counter() - started < 0.05
