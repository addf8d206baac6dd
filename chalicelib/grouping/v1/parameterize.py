"""Messages without the values that differ from event to event: addresses, ids, hashes, times, numbers."""

import re
from functools import cache
from typing import Final

from chalicelib.grouping.names import names

MAX_CHARACTERS: Final = 1024

_MONTH: Final = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY: Final = "(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)"
_ZONE: Final = r"(?:[-+]\d{2}:?[0-5]\d|UT|UTC|GMT|[ECMP][SD]T|[A-IK-Z]\b)"
_CLOCK: Final = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_ISO_DAY: Final = r"\d{4}-?[01]\d-?[0-3]\d"
_DATES: Final = "|".join(
    (
        # Mon, 02 Jan 2006 15:04:05 MST
        rf"(?:{_DAY},\s)?\d{{1,2}}\s{_MONTH}\s\d{{2,4}}\s{_CLOCK}\s{_ZONE}",
        # Monday, 02-Jan-06 15:04:05 MST
        rf"{_DAY},\s\d{{2}}-{_MONTH}-\d{{2}}\s{_CLOCK}\s{_ZONE}",
        # Mon Jan 02 2006 15:04:05 GMT+0100 (CET), as JavaScript writes it
        rf"{_DAY}\s{_MONTH}\s\d{{2}}\s\d{{4}}\s{_CLOCK}\sGMT[+-]\d{{4}}(?:\s\([^)]{{1,60}}\))?",
        # Mon Jan  2 15:04:05 2006
        rf"(?:\b{_DAY}\s+)?\b{_MONTH}\s+\d{{1,2}}\s+\d{{2}}:\d{{2}}:\d{{2}}\s+\d{{4}}",
        # Mon Jan 02, 1999
        rf"(?:{_DAY}\s)?{_MONTH}\s[0-3]?\d,\s\d{{2,4}}",
        # 2006-01-02T15:04:05.999+07:00 and the forms with less of it
        rf"{_ISO_DAY}[\sT][0-2]\d:?[0-5]\d(?::?[0-5]\d(?:[.,]\d+)?)?(?:[+-][0-2]\d:?[0-5]\d|Z)?",
        r"\d{4}-[01]\d-[0-3]\d",
        # 3:04PM, 15:04:05
        rf"(?<![\d:]){_CLOCK}(?![\d:])(?:\s?[aApP][Mm]\b)?",
        r"datetime\.datetime\([^()]{0,100}\)",
    )
)
_HEXTET: Final = "[0-9a-fA-F]{1,4}"
_OCTET: Final = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4: Final = rf"(?:{_OCTET}\.){{3}}{_OCTET}"
_IPV6: Final = (
    rf"(?<![0-9a-zA-Z_:])(?:(?:{_HEXTET}:){{7}}{_HEXTET}|(?:{_HEXTET}:){{1,6}}:{_IPV4}|::(?:ffff:(?:0{{1,4}}:)?)?{_IPV4}"
    rf"|(?:{_HEXTET}:){{1,7}}(?::{_HEXTET}){{1,7}}|(?:{_HEXTET}:){{1,7}}:|:(?::{_HEXTET}){{1,7}}|::)(?:%\w+)?(?![0-9a-zA-Z:])"
)
_TOP_LEVEL_DOMAINS: Final = sorted(
    names(
        "com net org jp de uk fr br it ru es me gov pl ca au cn co in nl edu info eu ch id at kr cz mx be tv se tr tw "
        "al ua ir vn cl sk ly cc to no fi us pt dk ar hu tk gr il news ro my biz ie za nz sg ee th io xyz pe bg hk rs "
        "lt link ph club si site mobi by cat wiki la ga xxx cf hr ng jobs online kz ug gq ae is lv pro fm tips ms sa "
        "app dev local"
    )
)
_DOMAINS: Final = "|".join([*_TOP_LEVEL_DOMAINS, *(name.upper() for name in _TOP_LEVEL_DOMAINS)])

#: In order of precedence where two begin at the same place.
_PATTERNS: Final = (
    (
        "email",
        r"(?<![a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-])[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*",
    ),
    ("url", r"\b(?:wss?|https?|ftp)://[^\s/$.?#]\S*"),
    ("hostname", rf"\b(?:[a-zA-Z0-9-]{{1,63}}\.){{1,8}}?(?:{_DOMAINS})\b"),
    ("ip", rf"{_IPV6}|\b{_IPV4}\b"),
    ("traceparent", r"\b(?:00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]|1-[0-9a-f]{8}-[0-9a-f]{24})\b"),
    ("uuid", r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b"),
    ("sha1", r"\b[0-9a-fA-F]{40}\b"),
    ("md5", r"\b[0-9a-fA-F]{32}\b"),
    ("date", _DATES),
    ("duration", r"\b\d+ms\b|\b\d+(?:\.\d+)?s\b"),
    (
        "hex",
        r"\b0[xX][0-9a-fA-F]+\b|\b(?=[a-f]{0,128}[0-9])[0-9a-f]{8,128}\b|\b(?=[A-F]{0,128}[0-9])[0-9A-F]{8,128}\b",
    ),
    ("git_sha", r"\b(?=[a-f]{0,7}[0-9])(?=[0-9]{0,7}[a-f])[0-9a-f]{7}\b"),
    ("float", r"-\d+\.\d+\b|\b\d+\.\d+\b"),
    ("int", r"(?:\b|(?<!\w)-)\d{1,7}\b"),
    ("quoted_str", r"(?<==)(?:'[^']+'|\"[^\"]+\")"),
    ("bool", r"(?<==)(?:[Tt]rue|[Ff]alse)"),
)
#: A text without any of these has nothing to replace.
_WORTH_LOOKING: Final = re.compile("[0-9@.:=]")


@cache
def _combined() -> re.Pattern[str]:
    """Compiled at the first message, as most events are grouped by their stack traces."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))


def parameterize(text: str) -> str:
    """The text with placeholders like `<int>` for its values."""
    if not _WORTH_LOOKING.search(text):
        return text
    return _combined().sub(lambda match: f"<{match.lastgroup}>", text)


def message_for_grouping(message: str) -> str:
    """The first two lines that say anything, parameterized. Three dots stand for what was left out."""
    lines: list[str] = []
    for line in message[: 4 * MAX_CHARACTERS].splitlines():
        if line.strip():
            lines.append(line)
        if len(lines) == 2:
            break
    kept = "\n".join(lines)
    trimmed = kept[:MAX_CHARACTERS]
    return parameterize(trimmed) + ("..." if trimmed != message else "")
