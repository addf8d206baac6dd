"""Which platforms behave alike when their stack traces are read."""

from typing import Any, Final

FAMILIES: Final = {
    "javascript": "javascript",
    "node": "javascript",
    "native": "native",
    "c": "native",
    "cocoa": "native",
    "objc": "native",
    "swift": "native",
    "rust": "native",
}


def family_of(platform: Any) -> str:
    return FAMILIES.get(platform, "other") if type(platform) is str else "other"
