"""Messages without the values that differ from event to event: addresses, ids, hashes, times, numbers."""

import re
from functools import cache
from typing import Final

from chalicelib.patterns import pattern
from chalicelib.processing.names import names

MAX_CHARACTERS: Final = 1024

_MONTH: Final = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY: Final = "(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)"
_ZONE: Final = r"(?:[-+]\d{2}:?[0-5]\d|UTC?|GMT|[ECMP][SD]T|[A-IK-Z]\b)"
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
        # Mon Jan  2 15:04:05 MST 2006, and syslog's Jan  2 15:04:05
        rf"(?:\b{_DAY}\s{{1,2}})?\b{_MONTH}\s{{1,2}}\d{{1,2}}\s\d{{2}}:\d{{2}}:\d{{2}}(?:\s{_ZONE})?(?:\s\d{{4}}\b)?",
        # Mon Jan 02, 1999
        rf"(?:{_DAY}\s)?{_MONTH}\s[0-3]?\d,\s\d{{2,4}}",
        # 2006-01-02T15:04:05.999+07:00 and the forms with less of it
        rf"{_ISO_DAY}[\sT][0-2]\d:?[0-5]\d(?::?[0-5]\d(?:[.,]\d+)?)?(?:[+-][0-2]\d:?[0-5]\d|Z(?:\d{{2}}:\d{{2}})?)?",
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
    rf"|(?:{_HEXTET}:){{1,7}}(?::{_HEXTET}){{1,7}}|(?:{_HEXTET}:){{1,7}}:|:(?::{_HEXTET}){{1,7}}|::)(?:%\w+)?(?![0-9a-zA-Z:(])"
)
_TOP_LEVEL_DOMAINS: Final = sorted(
    names(
        "com net org jp de uk fr br it ru es me gov pl ca au cn co in nl edu info eu ch id at kr cz mx be tv se tr tw "
        "al ua ir vn cl sk ly cc to no fi us pt dk ar hu tk gr il news ro my biz ie za nz sg ee th io xyz pe bg hk rs "
        "lt link ph club si site mobi by cat wiki la ga xxx cf hr ng jobs online kz ug gq ae is lv pro fm tips ms sa "
        "app dev local"
    )
)
_SCHEMES: Final = (
    r"wss?|https?|s?ftps?|ssh|tcp|udp|rediss?|amqps?|postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|ldaps?|smtps?|nats"
    "|kafka|mqtts?|s3|gs"
)
_DOMAINS: Final = "|".join([*_TOP_LEVEL_DOMAINS, *(name.upper() for name in _TOP_LEVEL_DOMAINS)])
#: A dash between words is none.
_SIGN: Final = r"(?:\b|(?<!\w)-)"
#: Digits and letters mixed. One letter before digits only is the code of an error (E1001), which tells causes apart.
_SHORT_HEX: Final = (
    r"(?![a-fA-F]\d{3,5}\b)(?:(?=[a-f]{0,5}\d)(?=\d{0,5}[a-f])[0-9a-f]{4,6}"
    r"|(?=[A-F]{0,5}\d)(?=\d{0,5}[A-F])[0-9A-F]{4,6})"
)
_THOUSANDS: Final = r"\d{1,3}(?:,\d{3}){1,8}"

#: Builds for production say only the number of a message; the number, or the page that explains it, is what it is.
_MINIFIED: Final = (
    r"\b[Mm]inified (?:[A-Za-z]{1,20} ){0,3}?(?:error|exception|invariant|warning)(?: nr| code)?[.:]? ?#?\d{1,6}\b"
)
_PAGES: Final = (
    r"react\.dev/errors/\d+",
    r"reactjs\.org/docs/error-decoder(?:\.html)?/?\?invariant=\d+",
    r"vuejs\.org/error-reference/#[\w-]+",
    r"svelte\.dev/e/\w+",
    r"angular\.(?:io|dev)/errors/NG-?\d+",
    r"redux\.js\.org/[Ee]rrors/?\?code=\d+",
    r"mui\.com/production-error/?\?code=\d+",
    r"lexical\.dev/docs/error\?code=\d+",
    r"nextjs\.org/docs/messages/[\w-]+",
    r"go\.apollo\.dev/c/err#[^\s]{0,80}?message%22%3A\d+",
    r"github\.com/styled-components/[^\s#]{1,200}errors\.md#\d+",
)
_ERROR_PAGES: Final = r"https?://(?:[\w-]{1,40}\.){0,3}(?:" + "|".join(_PAGES) + ")"
#: Angular's numbers, and those of AngularJS, whose page names the version too.
_ANGULAR: Final = r"\bNG-?\d{3,5}\b|\[\$?[\w-]{1,40}:[\w-]{1,40}\](?= https?://errors\.angularjs\.org)"
_CODE: Final = rf"{_MINIFIED}|{_ANGULAR}|{_ERROR_PAGES}"
_SEPARATOR: Final = r"[\\/]{1,2}"
_NOT_IN_NAME: Final = r"\\/:*?\"'<>|\r\n"
#: Names of Windows' users may hold blanks; elsewhere one would end the path.
_HOME: Final = (
    rf"(?:[A-Za-z]:)?{_SEPARATOR}(?:Users|home|Documents and Settings|Dokumente und Einstellungen){_SEPARATOR}"
    rf"(?:[^{_NOT_IN_NAME}]{{1,64}}(?=\\)|[^{_NOT_IN_NAME}\s]{{1,64}})|/root(?=/)"
)
_REST_OF_PATH: Final = r"[^\s\"':,;<>)]{1,300}"
_TEMPORARY: Final = (
    rf"(?:[A-Za-z]:)?(?:{_SEPARATOR}[^{_NOT_IN_NAME}]{{1,64}}){{0,6}}{_SEPARATOR}AppData{_SEPARATOR}Local"
    rf"{_SEPARATOR}Temp{_SEPARATOR}{_REST_OF_PATH}|/(?:private/)?(?:var/folders|var/tmp|tmp)/{_REST_OF_PATH}"
)
_CONTAINER: Final = rf"/var/lib/(?:docker|containers|containerd|kubelet)/{_REST_OF_PATH}"
#: Names of people's files and of files that a program numbers: IMG_2034.jpg, export-20261126.csv
_NUMBERED_FILE: Final = (
    r"(?<![\w.-])(?:[\w.-]{0,100}[-_.]|[A-Za-z]{1,20})?\d{3,20}[\w-]{0,60}\.(?i:jpe?g|png|gif|webp|heic|svg|pdf|csv"
    r"|tsv|xlsx?|docx?|pptx?|zip|gz|tar|mp[34]|mov|avi|wav|tmp|bak|log|part)\b"
)

#: In order of precedence where two begin at the same place.
_PATTERNS: Final = (
    ("kept_code", _CODE),
    ("tmp", rf"{_TEMPORARY}|{_CONTAINER}"),
    ("home", _HOME),
    ("file", _NUMBERED_FILE),
    (
        "email",
        r"(?<![a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-])[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*",
    ),
    ("url", rf"\b(?:{_SCHEMES})://[^\s/$.?#]\S*"),
    ("hostname", rf"\b(?:[a-zA-Z0-9-]{{1,63}}\.){{1,8}}?(?:{_DOMAINS})\b"),
    ("mac", r"\b(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\b"),
    ("ip", rf"{_IPV6}|\b{_IPV4}\b"),
    ("traceparent", r"\b(?:00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]|1-[0-9a-f]{8}-[0-9a-f]{24})\b"),
    ("uuid", r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b"),
    ("sha1", r"\b[0-9a-fA-F]{40}\b"),
    ("md5", r"\b[0-9a-fA-F]{32}\b"),
    ("date", _DATES),
    # 12ms, 0.5s, 350µs, and Go's 1h2m3.5s
    ("duration", r"\b(?:\d{1,6}h)?(?:\d{1,6}m)?\d{1,20}(?:\.\d{1,20})?[nuµμm]?s\b"),
    ("swift_txn_id", r"\btx[0-9a-f]{21}-[0-9a-f]{10}\S*"),
    ("ulid", r"\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b"),
    ("hex", rf"\b0[xX][0-9a-fA-F]+\b|{_SIGN}(?:{_SHORT_HEX}|[0-9a-f]{{8,128}}|[0-9A-F]{{8,128}})\b"),
    ("git_sha", r"\b(?=[a-f]{0,7}[0-9])(?=[0-9]{0,7}[a-f])[0-9a-f]{7}\b"),
    ("float", rf"(?:-|\b)(?:{_THOUSANDS}|\d+)\.\d+(?:[eE][-+]?\d{{1,4}})?\b"),
    ("int", rf"{_SIGN}(?:{_THOUSANDS}|\d{{1,7}})\b"),
    ("quoted_str", r"(?<==)(?:'[^']+'|\"[^\"]+\")"),
    ("bool", r"(?<==)(?:[Tt]rue|[Ff]alse)"),
)
#: Nothing begins inside a word but digits, which spares most characters of a text all the patterns.
_START: Final = "(?:(?<![a-zA-Z_])|(?=[0-9]))"
#: A text without any of these has nothing to replace.
_WORTH_LOOKING: Final = re.compile(r"[0-9@.:=\\/]|[a-fA-F]{8}")


@cache
def _combined() -> re.Pattern[str]:
    """Compiled at the first message, as most events are grouped by their stack traces."""
    return re.compile(_START + "(?:" + "|".join(f"(?P<{name}>{shape})" for name, shape in _PATTERNS) + ")")


def parameterize(text: str) -> str:
    """The text with placeholders like `<int>` for its values."""
    if not _WORTH_LOOKING.search(text):
        return text
    return _combined().sub(_placeholder, text)


def _placeholder(match: re.Match[str]) -> str:
    return match[0] if match.lastgroup == "kept_code" else f"<{match.lastgroup}>"


def error_code(message: str) -> str | None:
    """What a production build says instead of its message: `Minified React error #31`. None where it says more."""
    found = pattern(_CODE).search(message[:MAX_CHARACTERS])
    return found[0] if found else None


def message_for_grouping(message: str) -> str:
    """The first two lines that say anything, parameterized. Three dots stand for what was left out."""
    lines = [line for line in message[: 4 * MAX_CHARACTERS].splitlines() if line.strip()]
    kept = "\n".join(lines[:2])
    is_cut = len(lines) > 2 or len(kept) > MAX_CHARACTERS or len(message) > 4 * MAX_CHARACTERS
    return parameterize(kept[:MAX_CHARACTERS]) + ("..." if is_cut else "")
