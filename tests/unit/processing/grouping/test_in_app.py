"""Where own and foreign code lie; see Sentry's test suite, tests/sentry/stacktraces/test_in_app_normalization.py."""

import pytest

from chalicelib.processing.grouping.v1.in_app import known_place

APP = "/private/var/containers/Bundle/Application/B33C37A8/Shop.app"


@pytest.mark.parametrize(
    ("platform", "path", "expected"),
    [
        ("php", "vendor/lib/a.php", False),
        ("php", "/srv/app/vendors.php", None),
        ("python", "/usr/local/lib/python3.11/json/decoder.py", False),
        ("python", r"C:\app\venv\Lib\site-packages\lib\a.py", False),
        ("go", "/usr/local/go/src/net/http/server.go", False),
        ("go", "/root/go/pkg/mod/lib@v1.2.3/a.go", False),
        ("native", "/home/ann/.cargo/git/checkouts/lib/a.rs", False),
        ("javascript", "app:///main.jsbundle", True),
        ("javascript", "app:///node_modules/lib/a.js", False),
        ("javascript", "webpack:///./src/a.ts", True),
        ("javascript", "webpack:///webpack/bootstrap", False),
        ("javascript", "https://shop.example/a.js", None),
        ("dart", "package:sentry_flutter/src/a.dart", False),
        ("dart", "package:flutter/src/a.dart", False),
        ("dart", "package:shop/a.dart", None),
    ],
)
def test_places_of_files(platform: str, path: str, expected: bool | None) -> None:
    assert known_place({"abs_path": path, "filename": path}, platform) is expected


@pytest.mark.parametrize(
    ("function", "package", "expected"),
    [
        ("-[Cart pay]", f"{APP}/Shop", True),
        ("-[Cart pay]", "/Users/ann/Library/Developer/CoreSimulator/Devices/1/data/Shop.app/Shop", True),
        ("swift_retain", f"{APP}/Frameworks/libswiftCore.dylib", False),
        ("-[Hub go]", f"{APP}/Frameworks/Sentry.framework/Sentry", False),
        ("-[SentryHub go]", f"{APP}/Shop", False),
        ("__49+[SentrySwizzleWrapper swizzle:]_block_invoke_2", f"{APP}/Shop", False),
        ("-[MySentryHub go]", f"{APP}/Shop", True),
        ("__sentrycrash__hook_dispatch_async_block_invoke", f"{APP}/Shop", False),
        ("kscm_f", f"{APP}/Shop", False),
        ("kscm", f"{APP}/Shop", True),
        ("std::panicking::try", f"{APP}/Shop", False),
        ("objc_msgSend", "libobjc.A.dylib", False),
        ("CFRunLoopRun", "CoreFoundation", False),
        ("pay", "FoundationOfOurShop", None),
        ("BaseThreadInitThunk", r"C:\WINDOWS\System32\kernel32.dll", False),
        ("pay", "/opt/shop/libshop.so", None),
    ],
)
def test_places_of_native_code(function: str, package: str, expected: bool | None) -> None:
    assert known_place({"function": function, "package": package}, "native") is expected
