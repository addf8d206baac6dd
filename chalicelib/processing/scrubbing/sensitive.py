"""What is secret by its name or its looks, what a project's owners call secret, and where secrets are looked for."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from chalicelib.globs import MAX_PATTERN_CHARACTERS, matches_any
from chalicelib.patterns import pattern
from chalicelib.processing.names import names

MAX_FIELDS: Final = 100

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ScrubSettings:
    """What is secret in a project beyond the default rules, and what is not though it is called so.

    Entries are globs on a field's name, or on its dotted path if they contain a dot (`extra.order.*`).
    """

    default_rules: bool = True
    fields: tuple[str, ...] = ()
    safe_fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("fields", "safe_fields"):
            patterns = getattr(self, name)
            if len(patterns) > MAX_FIELDS:
                raise ValueError(f"{name} has at most {MAX_FIELDS} entries")
            if any(not 0 < len(pattern) <= MAX_PATTERN_CHARACTERS for pattern in patterns):
                raise ValueError(f"an entry of {name} has 1 to {MAX_PATTERN_CHARACTERS} characters")


@lru_cache(maxsize=8192)
def _fits_name(patterns: tuple[str, ...], name: str) -> bool:
    return matches_any([name], [pattern for pattern in patterns if "." not in pattern])


def is_meant(patterns: tuple[str, ...], name: str, path: Path) -> bool:
    if _fits_name(patterns, name):
        return True
    dotted = [pattern for pattern in patterns if "." in pattern]
    if not dotted:
        return False
    full = ".".join(map(str, (*path, name)))
    return matches_any([full], dotted)


Event = dict[str, Any]

#: Parts of an event that hold free-form values, pairs or URLs.
WALKED: Final = ("request", "user", "contexts", "extra", "tags", "breadcrumbs", "spans", "csp")


def frames_with_vars(event: Event) -> list[tuple[dict[str, Any], Path]]:
    """Frames that have variables, with the path of those."""
    found: list[tuple[dict[str, Any], Path]] = []
    holders: list[tuple[Any, Path]] = [(event, ())]
    for interface in ("exception", "threads"):
        values = (event.get(interface) or {}).get("values") or ()
        holders += [(holder, (interface, "values", index)) for index, holder in enumerate(values) if holder]
    for holder, path in holders:
        for name in ("stacktrace", "raw_stacktrace"):
            for index, frame in enumerate((holder.get(name) or {}).get("frames") or ()):
                if frame and frame.get("vars"):
                    found.append((frame, (*path, name, "frames", index, "vars")))
    return found


def walked_parts(event: Event, frames: list[tuple[dict[str, Any], Path]]) -> list[Any]:
    """All that the walk may come to: source lines, the bulk of most events, are not among it."""
    exceptions = filter(None, (event.get("exception") or {}).get("values") or ())
    return [
        *map(event.get, (*WALKED, "logentry", "errors", "_meta")),
        *(frame["vars"] for frame, _ in frames),
        *((exception.get("value"), exception.get("mechanism")) for exception in exceptions),
    ]


FILTERED: Final = "[Filtered]"

#: A name is sensitive when one of its words is one of these (`user_pwd`, `X-Auth-Token`, `sessionId`) …
SENSITIVE_WORDS: Final = names(
    "password passwd passphrase pwd secret secrets token apikey auth authorization authentication "
    "credential credentials bearer jwt csrf xsrf csrftoken xsrftoken sessionid sessid phpsessid "
    "jsessionid session sid cookie cookies privatekey otp cvv cvc ssn"
)
#: … or when it contains one of these once dashes and underscores are gone.
SENSITIVE_PARTS: Final = (
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "secret",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "privatekey",
    "accesskey",
    "encryptionkey",
    "mysqlpwd",
    "credential",
    "creditcard",
    "cardnumber",
    "csrf",
    "sessionid",
    "setcookie",
)
#: What is counted, measured or said *about* a secret is none: `token_count`, `session_length`, `password_expires_at` …
MEASURE_WORDS: Final = names(
    "count counts total totals num max min limit limits length len size bytes chars age ttl expires expiry expiration "
    "exp duration timeout seconds secs ms minutes hours days interval index attempts attempt retries tries usage used "
    "remaining budget quota rate per cost price average avg percent ratio depth version at since until after before "
    "started created updated issued refreshed rotated strength score position offset"
)
#: … and so is what kind of thing it is: `token_type`, `auth_method`, `session_state`.
KIND_WORDS: Final = names("type kind method mode scheme status state strategy provider source enabled required valid")
_MEASURED: Final = re.compile(
    r"[-+]?\d{1,19}(?:\.\d{1,19})?(?: ?(?:%|[a-zA-Z]{1,8}))?|\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,18}(?:Z|[+-]\d\d:?\d\d)?)?"
)
_KIND: Final = re.compile(r"[A-Za-z]{1,12}(?:[_ -][A-Za-z]{1,12})?")
_TRUTH: Final = frozenset({"true", "false", "none", "null", "yes", "no", "True", "False", "None"})

_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: What stands in every name that is sensitive; most names are told by this one look.
_SENSITIVE: Final = "|".join(sorted({*SENSITIVE_WORDS, *SENSITIVE_PARTS}))
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")

_CARD: Final = r"(?<![\w.\-])\d(?:[ -]?\d){12,18}(?!\w|-\d)"
_PEM: Final = r"(?s)-----BEGIN [A-Z ]{0,40}(?:PRIVATE|SECRET) KEY-----.*?(?:-----END [A-Z ]{0,40}KEY-----|\Z)"
_BEARER: Final = r"\b(?:[Bb]earer|Basic)\s+[A-Za-z0-9\-._~+/]{8,}=*"
_JWT: Final = r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{0,2000}"
_URL_LOGIN: Final = r"(?<=://)[^/\s:@]{0,100}:[^/\s@]{1,200}(?=@)"
_VENDOR_KEY: Final = (
    r"\b(?:AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36,255}|xox[abprs]-[A-Za-z0-9-]{10,200}|sk_live_[A-Za-z0-9]{16,200})\b"
)
_WRITTEN_LOGIN: Final = re.compile(rb"://[^/\s:@\"]{0,100}:[^/\s@\"]{1,200}@")
_ZEROED_DIGITS: Final = bytes.maketrans(b"123456789", b"000000000")

_ASSIGNED: Final = r""""[^"]{1,2000}"|'[^']{1,2000}'|[^\s"'&,;{}\[\]]{1,2000}"""
#: A name is taken whole, so that a text of brackets is not tried from each of them.
_ASSIGNED_NAME: Final = r"""(?<![\w\-.\[\]])(?P<name>[\w\-.\[\]]++)(?P<quote>["']?)"""
_ASSIGNMENT: Final = rf"""{_ASSIGNED_NAME}(?P<sign>\s{{0,5}}[:=]\s{{0,5}})(?P<value>{_ASSIGNED})"""
_QUERY_NAME: Final = r"[?&;]([^=&;#\s?]{1,100})="
#: Of texts with more parameters, of which one is secret, all after the first question mark is hidden.
MAX_WEIGHED_PARAMETERS: Final = 200
#: Of texts with more URLs, of which one may name a password, all from the first one on is hidden.
MAX_LOGINS: Final = 500
_QUERY_PAIR: Final = r"(?<=[?&;])([^=&;#\s?]{1,100})=([^&;#\s]{1,4000})"

#: A rule by value: its name as the page shows it, bytes of which one is in everything it finds, and what it finds.
ValueRule = tuple[str, tuple[bytes, ...], str]
VALUE_RULES: Final[tuple[ValueRule, ...]] = (
    ("@pemkey:filter", (b"-----BEGIN ",), _PEM),
    ("@bearer:filter", (b"earer ", b"Basic "), _BEARER),
    ("@jwt:filter", (b"eyJ",), _JWT),
    ("@vendorkey:filter", (b"AKIA", b"ghp_", b"xox", b"sk_live_"), _VENDOR_KEY),
)
CARD_RULE: Final[ValueRule] = ("@creditcard:filter", (), _CARD)
URL_LOGIN_RULE: Final[ValueRule] = ("@urlauth:filter", (b"@",), _URL_LOGIN)
EVERY_VALUE_RULE: Final = (*VALUE_RULES, URL_LOGIN_RULE, CARD_RULE)


@lru_cache(maxsize=8192)
def is_sensitive_name(name: str) -> bool:
    """Whether what stands under a name is secret whatever it looks like."""
    name = name[:200]
    # A secretary keeps secrets, and is none.
    joined = _NOT_LETTERS.sub("", name.lower()).replace("secretar", "")
    if not pattern(_SENSITIVE).search(joined):
        return False
    if not SENSITIVE_WORDS.isdisjoint(word.lower() for word in _WORDS.findall(name)):
        return True
    return any(part in joined for part in SENSITIVE_PARTS)


def is_secret(name: str, value: Any) -> bool:
    """Whether *value* is secret for standing under *name*: not what only measures, dates or classifies a secret."""
    return is_sensitive_name(name) and not _tells_about(name, value)


def _tells_about(name: str, value: Any) -> bool:
    kind = type(value)
    if kind is bool or value is None:
        return True
    if kind is not str and kind is not int and kind is not float:
        return False
    if kind is str and value in _TRUTH:
        return True
    aspect = _aspect_of(name)
    if aspect == "measure":
        return kind is not str or _MEASURED.fullmatch(value) is not None
    return aspect == "kind" and kind is str and _KIND.fullmatch(value) is not None


@lru_cache(maxsize=8192)
def _aspect_of(name: str) -> Literal["measure", "kind"] | None:
    words = {word.lower() for word in _WORDS.findall(name[:200])}
    if not MEASURE_WORDS.isdisjoint(words):
        return "measure"
    return None if KIND_WORDS.isdisjoint(words) else "kind"


def value_rules_for(written: bytes) -> tuple[ValueRule, ...]:
    """The rules that may find anything in an event, by one quick look at all of it: most events need none."""
    rules = [rule for rule in VALUE_RULES if any(sign in written for sign in rule[1])]
    if _WRITTEN_LOGIN.search(written):
        rules.append(URL_LOGIN_RULE)
    if b"0" * 13 in written.translate(_ZEROED_DIGITS, b" -"):
        rules.append(CARD_RULE)
    return tuple(rules)


def without_values(text: str, rule: ValueRule) -> str:
    """The text without what a rule finds in it; of numbers, only those with the check digit of payment cards."""
    if rule is URL_LOGIN_RULE and text.count("://") > MAX_LOGINS:
        return f"{text.partition('://')[0]}://{FILTERED}"
    if rule is CARD_RULE:
        return pattern(_CARD).sub(lambda match: FILTERED if is_card_number(match[0]) else match[0], text)
    return pattern(rule[2]).sub(FILTERED, text)


def is_card_number(text: str) -> bool:
    """13 to 19 digits with a valid Luhn check digit and the first digit of a card brand."""
    written = text.replace(" ", "").replace("-", "")
    if not 13 <= len(written) <= 19 or written[0] not in "23456" or written.count(written[0]) == len(written):
        return False
    digits = [int(character) for character in written]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def without_query_secrets(text: str) -> str:
    """A URL without the values of its sensitive parameters."""
    names_found = pattern(_QUERY_NAME).findall(text)
    if not any(map(is_sensitive_name, names_found)):
        return text
    if len(names_found) > MAX_WEIGHED_PARAMETERS:
        return f"{text.partition('?')[0]}?{FILTERED}"
    return pattern(_QUERY_PAIR).sub(
        lambda match: f"{match[1]}={FILTERED}" if is_secret(match[1], match[2]) else match[0], text
    )


def without_assigned_secrets(text: str) -> str:
    """Text that looks like JSON, a form or settings without the values of its sensitive names."""
    if "=" not in text and ":" not in text:
        return text
    return pattern(_ASSIGNMENT).sub(_filtered_assignment, text)


def _filtered_assignment(match: re.Match[str]) -> str:
    value = match["value"]
    quote = value[0] if value[0] in "\"'" else ""
    if not is_secret(match["name"][-200:], value.strip(quote) if quote else value):
        return match[0]
    return f"{match['name']}{match['quote']}{match['sign']}{quote}{FILTERED}{quote}"
