"""What people paste into the search box: lines of stack traces, places in files, class names, URLs. Pure."""

import re
from typing import Final

CODE_FILE: Final = r"[^\s()\"']{1,500}\.[A-Za-z]{1,6}"
# Each shape names the file, the function or both. Every quantifier is bounded, and no two that may match the same
# character stand side by side.
V8 = (
    r"\s*at (?:async |new )?(?P<function>[^\s()]{1,300})(?: \[as [^\]]{1,100}\])?(?:\([^)]{0,300}\))?"
    rf" (?:\(|in )(?P<file>{CODE_FILE}):(?:line )?\d{{1,9}}(?::\d{{1,9}})?\)?\s*"
)
V8_WITHOUT_FUNCTION = rf"\s*at (?P<file>{CODE_FILE}):\d{{1,9}}(?::\d{{1,9}})?\s*"
JAVA = rf"\s*at (?P<function>[^\s()]{{1,300}})\((?P<file>{CODE_FILE})(?::\d{{1,9}})?\)\s*"
FIREFOX = rf"\s*(?P<function>[^\s@()]{{1,300}})@(?P<file>{CODE_FILE}):\d{{1,9}}(?::\d{{1,9}})?\s*"
PYTHON = r'\s*File "(?P<file>[^"]{1,500})", line \d{1,9}(?:, in (?P<function>\S{1,300}))?\s*'
RUBY = rf"\s*(?:from )?(?P<file>{CODE_FILE}):\d{{1,9}}:in [`'](?P<function>[^'`]{{1,300}})'\s*"
PHP = rf"\s*#\d{{1,4}} (?P<file>{CODE_FILE})\(\d{{1,9}}\): (?P<function>[^\s(]{{1,300}})\(.{{0,300}}\)\s*"
GO = rf"\s*(?P<file>{CODE_FILE}):\d{{1,9}} \+0x[0-9a-f]{{1,16}}\s*"
STACK_LINES: Final = tuple(map(re.compile, (V8, V8_WITHOUT_FUNCTION, JAVA, FIREFOX, PYTHON, RUBY, PHP, GO)))
POSITION: Final = re.compile(rf"({CODE_FILE})(?::\d{{1,9}}){{1,2}}[,.:]?")
FILE_POSITION_KEY: Final = re.compile(
    r"(?!stack\.)[A-Za-z0-9_.\-]{1,200}\.[A-Za-z]{1,6}:\d{1,9}(?::\d{1,9})?[,.:)]?(?=\s|$)"
)
# `127.0.0.1:5432`, `localhost:8080`, `12:30:45`: no tag's name begins with a digit or is this machine's.
ADDRESS_KEY: Final = re.compile(r"(?:\d[\w.\-]{0,200}|localhost):\d", re.IGNORECASE)
MIN_FUNCTION: Final = 3
PASTED_URL: Final = re.compile(r"[a-z][a-z0-9+.\-]{1,20}://\S{1,2000}", re.IGNORECASE)
# As many characters of a page's URL as processing keeps for the search.
MAX_URL_LENGTH: Final = 120
CODE_PATH: Final = re.compile(r"[^\s\"'()]{0,500}[/\\][\w.\-]{1,100}\.[A-Za-z]{1,6}")
EVENT_ID: Final = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def find_stack_words(text: str) -> list[str] | None:
    """What to look for when *text* is one line of a stack trace: its file's name and its function. None otherwise."""
    for shape in STACK_LINES:
        found = shape.fullmatch(text)
        if found is not None:
            parts = found.groupdict()
            function = last_part(parts.get("function") or "")
            words = [file_name(parts["file"]), function if len(function) >= MIN_FUNCTION else ""]
            return [word for word in words if word]
    return None


def without_position(word: str) -> str:
    """*word* without the brackets around it and the line after it, where it names a place in a file."""
    bare = word[1:-1] if word.startswith("(") and word.endswith(")") else word
    found = POSITION.fullmatch(bare)
    return file_name(found[1]) if found else word


def without_query(text: str) -> str:
    """*text* as issues keep it where it is a URL: without query and fragment, and no longer than what is kept."""
    if not PASTED_URL.fullmatch(text):
        return text
    return re.split("[?#]", text, maxsplit=1)[0][:MAX_URL_LENGTH]


def is_code_path(word: str) -> bool:
    """Whether *word* names a file of source code with its folders."""
    return "://" not in word and CODE_PATH.fullmatch(word) is not None


def is_pasted(text: str, key_end: int, start: int) -> bool:
    """Whether what looks like `key:` at *start* is part of a class name, URL, address, time or place in a file."""
    rest = text[key_end : key_end + 2]
    if rest.startswith(":") or rest == "//":
        return True
    return ADDRESS_KEY.match(text, start) is not None or FILE_POSITION_KEY.match(text, start) is not None


def file_name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1] or path


def last_part(function: str) -> str:
    """A function's own name: `total` of `com.shop.Cart.total`, `Cart#total` and `Cart->total`."""
    return re.split(r"::|->|[.#]", function)[-1]


def event_id_in(word: str) -> str | None:
    """The 32 hexadecimal digits of *word* if it is an event's id, with or without dashes."""
    return word.replace("-", "").lower() if EVENT_ID.fullmatch(word) else None
