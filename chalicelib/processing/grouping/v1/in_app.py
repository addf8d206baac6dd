"""Which frames are the project's own code: as the SDK said, corrected by known places of foreign code and by rules."""

import re
from collections.abc import Callable
from typing import Any, Final

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.v1.interfaces import all_frames
from chalicelib.processing.grouping.v1.noise import is_native_sdk
from chalicelib.processing.grouping.v1.platforms import family_of

#: Directories that hold other people's code whatever the platform is.
_FOREIGN_DIRECTORY: Final = re.compile(
    r"[/\\](?:vendor|site-packages|dist-packages|node_modules|go[/\\]pkg[/\\]mod|\.cargo[/\\](?:registry|git)|\.rustup|rustc"
    r"|\.pub-cache|\.local[/\\]share|packages/flutter)[/\\]"
)
FOREIGN_STARTS: Final = (
    "vendor/",
    "site-packages/",
    "dist-packages/",
    "node_modules/",
    "/usr/local/lib/",
    "/usr/local/Cellar/",
    "/usr/local/go/src/",
    "package:flutter",
    "package:sentry",
    "dart:",
    "org-dartlang-sdk:",
    "third_party/dart/",
)
_FOREIGN_URL: Final = re.compile("//(?:unpkg\\.com|cdnjs\\.cloudflare\\.com|cdn\\.jsdelivr\\.net|esm\\.(?:run|sh))/")
FOREIGN_JAVASCRIPT_MODULES: Final = ("unpkg/", "@babel/", "core-js/", "regenerator-runtime/", "tslib/", "webpack/")
FOREIGN_JVM_MODULES: Final = (
    "akka.",
    "android.",
    "androidx.",
    "com.android.",
    "com.fasterxml.",
    "com.google.android.",
    "com.microsoft.",
    "com.sun.",
    "dalvik.",
    "feign.",
    "io.ktor.",
    "io.netty.",
    "io.opentelemetry.",
    "io.sentry.",
    "java.",
    "javax.",
    "jdk.",
    "kotlin.",
    "kotlinx.",
    "oauth.",
    "org.apache.",
    "org.glassfish.",
    "org.jboss.",
    "org.jdesktop.",
    "org.postgresql.",
    "org.springframework.",
    "org.web3j.",
    "reactor.core.",
    "scala.",
    "sun.",
)
FOREIGN_NATIVE_FUNCTIONS: Final = (
    "std::",
    "core::",
    "alloc::",
    "__rust_",
    "rust_begin_unwind",
    "<core::",
    "<std::",
    "<alloc::",
)
#: Libraries of Android, Apple and Windows, which stand by their place or by their name alone.
_FOREIGN_PACKAGE: Final = (
    r"(?i)/lib/|/usr/lib/|/lib64/|linux-(?:gate|vdso)\.so|/system/|/vendor/|/apex/com\.android\.|/System/Library/"
    r"|[A-Za-z]:[/\\]Windows[/\\]|libobjc|libsystem|libdispatch\.dylib\Z"
    r"|(?:CoreFoundation|Foundation|CFNetwork|IOKit|QuartzCore|UIKit(?:Core)?|SwiftUI|WebKit)\Z"
)
_OWN_PACKAGE: Final = r"/Users/|.*(?:\.app/Contents/|/[Cc]ontainers/Bundle/Application/|/CoreSimulator/Devices/)"
#: What apps are shipped with: Swift's runtime, Flutter's engine, Sentry's SDK.
_SHIPPED_PACKAGE: Final = (
    r"/Frameworks/(?:libswift[^/]*\.dylib\Z|(?:KSCrash|Sentry|SentrySwift|Flutter|FlutterMacOS)\.framework/)"
)

Frame = dict[str, Any]


def mark_in_app(event: dict[str, Any], decide: Callable[[Frame], bool | None] | None = None) -> None:
    """Sets `in_app` on every frame, keeping what the SDK said in `data.orig_in_app`. Doing so again changes nothing.

    *decide* are the project's rules; what they say nothing of goes by its place.
    """
    platform = event.get("platform")
    for frame in all_frames(event):
        said = _said_by_sdk(frame)
        own_platform = frame.get("platform") or platform
        decided = decide(frame) if decide else None
        if decided is None:
            decided = known_place(frame, own_platform)
        value = said if decided is None else decided
        if value is frame.get("in_app"):
            continue
        data = frame.get("data") or {}
        frame["data"] = {**data, "orig_in_app": -1 if said is None else int(said)}
        if value is None:
            frame.pop("in_app", None)
        else:
            frame["in_app"] = value


def _said_by_sdk(frame: Frame) -> bool | None:
    original = (frame.get("data") or {}).get("orig_in_app")
    if type(original) is int:
        return None if original < 0 else original == 1
    said = frame.get("in_app")
    return said if type(said) is bool else None


def known_place(frame: Frame, platform: Any) -> bool | None:
    """Whether a frame lies where foreign code, or own code, is known to lie; None when the place tells nothing."""
    path = frame.get("abs_path") or frame.get("filename") or ""
    if path.startswith(FOREIGN_STARTS) or _FOREIGN_DIRECTORY.search(path):
        return False
    family = family_of(platform)
    if family == "javascript":
        return _known_javascript_place(frame, path)
    if family == "native":
        return _known_native_place(frame)
    module = frame.get("module") or ""
    if platform in {"java", "kotlin"} and module.startswith(FOREIGN_JVM_MODULES):
        return False
    return None


def _known_javascript_place(frame: Frame, path: str) -> bool | None:
    filename = frame.get("filename") or ""
    if filename.startswith("~/") or "node_modules/" in filename or _FOREIGN_URL.search(path):
        return False
    if (frame.get("module") or "").startswith(FOREIGN_JAVASCRIPT_MODULES):
        return False
    if path.startswith("app:"):
        return True
    if path.startswith("webpack:"):
        return not ("/~/" in path or "(webpack)" in path or "/webpack/" in path)
    return None


def _known_native_place(frame: Frame) -> bool | None:
    function = frame.get("function") or ""
    if function.startswith(FOREIGN_NATIVE_FUNCTIONS) or is_native_sdk(function):
        return False
    package = frame.get("package") or ""
    if not package:
        return None
    if pattern(_SHIPPED_PACKAGE).search(package):
        return False
    if pattern(_OWN_PACKAGE).match(package):
        return True
    return False if pattern(_FOREIGN_PACKAGE).match(package) else None
