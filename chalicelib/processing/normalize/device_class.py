"""How powerful a phone or tablet is: 1 low, 2 medium, 3 high, from its model or its processor and memory."""

import re
from typing import Any, Final

LOW, MEDIUM, HIGH = "1", "2", "3"
_APPLE_FAMILIES: Final = frozenset({"iPhone", "iOS", "iOS-Device"})
_APPLE_MODEL: Final = re.compile(r"(iPhone|iPad)(\d{1,3}),(\d{1,3})")
#: First generation of iPhones and iPads that is medium, and first that is high.
_GENERATIONS: Final = {"iPhone": (9, 13), "iPad": (6, 13)}
#: iPads of a medium generation that are low: those of the sixth that are no iPad Pro.
_LOW_IPADS: Final = frozenset({"iPad6,11", "iPad6,12"})
_GIBIBYTE: Final = 1024**3


def device_class(contexts: dict[str, Any]) -> str | None:
    device = contexts.get("device") or {}
    if device.get("type") != "device" or type(device.get("family")) is not str:
        return None
    if device["family"] in _APPLE_FAMILIES:
        model = device.get("model")
        # The model as a User-Agent tells it, which says nothing.
        return _apple_class(model) if type(model) is str and model != device["family"] else None
    numbers = [device.get(name) for name in ("processor_frequency", "processor_count", "memory_size")]
    return _class_by_numbers(*numbers) if all(type(number) is int for number in numbers) else None


def _apple_class(model: str) -> str:
    """A model that is not known is new, and so high."""
    match = _APPLE_MODEL.fullmatch(model)
    if match is None:
        return HIGH
    medium, high = _GENERATIONS[match[1]]
    generation = int(match[2])
    if generation < medium or model in _LOW_IPADS:
        return LOW
    return MEDIUM if generation < high else HIGH


def _class_by_numbers(megahertz: Any, processors: Any, memory_bytes: Any) -> str:
    if megahertz < 2000 or processors < 8 or memory_bytes < 4 * _GIBIBYTE:
        return LOW
    return MEDIUM if megahertz < 2500 or memory_bytes < 6 * _GIBIBYTE else HIGH
