"""Numbers of machines: addresses, registers, threads."""

from typing import Any, Final

from chalicelib.processing.normalize.meta import Marks, Path
from chalicelib.processing.normalize.size_limit import key_text
from chalicelib.processing.normalize.values import MAX_UNSIGNED, printable, text

MAX_REGISTERS: Final = 100


def address(value: Any, marks: Marks, path: Path, expected: str = "expected address") -> str | None:
    """A machine address as Sentry writes it: lower-case hexadecimal with 0x."""
    if type(value) is int and -(2**63) <= value <= MAX_UNSIGNED:
        return hex(value & MAX_UNSIGNED)
    if type(value) is not str:
        marks.invalid(path, expected, printable(value))
        return None
    digits, base = (value[2:], 16) if value[:2] in {"0x", "0X"} else (value, 10)
    try:
        number = int(digits, base) if digits.isalnum() and len(digits) <= 20 else -1
    except ValueError:
        number = -1
    if 0 <= number <= MAX_UNSIGNED:
        return hex(number)
    if number > MAX_UNSIGNED:
        marks.invalid(path, "number too large to fit in target type", value)
        return None
    marks.invalid(path, "invalid digit found in string" if digits else "cannot parse integer from empty string", value)
    return None


def thread_id(value: Any, marks: Marks, path: Path) -> int | str | None:
    if type(value) is str:
        return text(value, marks, path)
    if type(value) is int and -(2**63) <= value < 2**64:
        # A signed number that its SDK meant to be unsigned.
        return value % 2**64
    marks.invalid(path, "expected a thread id", printable(value))
    return None


def registers(value: Any, marks: Marks, path: Path) -> Any:
    """Register values by name, written like addresses."""
    if type(value) is not dict:
        marks.invalid(path, "expected an object", printable(value))
        return None
    entries = list(value.items())[:MAX_REGISTERS]
    return {
        key_text(name): None
        if entry is None
        else address(entry, marks, (*path, key_text(name)), "expected register value")
        for name, entry in entries
    }
