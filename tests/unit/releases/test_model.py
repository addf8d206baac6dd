import pytest

from chalicelib.releases.model import find_fixed_short_ids


@pytest.mark.parametrize(
    ("message", "fixed"),
    [
        ("Fixes WEB-12", ["WEB-12"]),
        ("fix: WEB-12", ["WEB-12"]),
        ("Pay twice (closes #web-12, WEB-13 and WEB-14)", ["WEB-12", "WEB-13", "WEB-14"]),
        ("resolved MY-APP-7.\n\nFixes MY-APP-7", ["MY-APP-7"]),
        ("Resolves my.app_2-1 & my.app_2-2", ["MY.APP_2-1", "MY.APP_2-2"]),
        ("Prefixes WEB-12", []),
        ("Fixes WEB-0", []),
        ("Fixes #12", []),
        ("See WEB-12", []),
        ("fixes UTF-8-encoded names", []),
        ("fixes " + "a" * 100_000, []),
        ("fixes A-1," * 2000, ["A-1"]),
    ],
)
def test_a_message_names_what_it_fixes(message: str, fixed: list[str]) -> None:
    assert find_fixed_short_ids(message) == fixed
