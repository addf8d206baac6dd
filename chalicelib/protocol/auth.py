"""Who sends: the key, protocol version and client of a request, its DSN, and the origins that may use a key."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from chalicelib.errors import BadRequest, Forbidden
from chalicelib.globs import matches_any


def is_allowed_origin(origin: str | None, patterns: Iterable[str]) -> bool:
    """Whether a page of *origin* (or a referring URL) may send. Servers and apps name none and always may."""
    allowed = [pattern.strip().lower() for pattern in patterns]
    if origin is None or not allowed or "*" in allowed:
        return True
    try:
        parts = urlsplit(origin.strip().lower())
        names = (f"{parts.scheme}://{parts.netloc}", parts.netloc, parts.hostname or "")
    except ValueError:
        return False
    return matches_any(filter(None, names), allowed)


PUBLIC_KEY = re.compile(r"[0-9a-f]{32}")
# JavaScript keeps a project id's leading digits only and reads them as a number, exact below 2^53.
PROJECT_ID = re.compile(r"[1-9][0-9]{0,15}")
MAX_PROJECT_ID = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Dsn:
    public_key: str
    project_id: str


def parse_dsn(text: object) -> Dsn | None:
    """What a DSN says about key and project; None when it is no DSN. Host and path are of no interest here."""
    if not isinstance(text, str):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    key = parse_public_key(parts.username)
    project_id = parts.path.rstrip("/").rpartition("/")[2]
    if parts.scheme not in {"http", "https"} or key is None or not is_project_id(project_id):
        return None
    return Dsn(key, project_id)


def format_dsn(ingest_url: str, public_key: str, project_id: str) -> str:
    """The DSN for SDKs that send to *ingest_url*; SDKs add `/api/<project id>/…` to its path themselves."""
    scheme, separator, rest = ingest_url.rstrip("/").partition("://")
    return f"{scheme}{separator}{public_key}@{rest}/{project_id}"


def parse_public_key(text: str | None) -> str | None:
    """The 32 hex digits of a public key in lower case, or None."""
    key = (text or "").strip().lower()
    return key if PUBLIC_KEY.fullmatch(key) else None


def is_project_id(text: str) -> bool:
    return PROJECT_ID.fullmatch(text) is not None and int(text) <= MAX_PROJECT_ID


SUPPORTED_VERSIONS = frozenset({"5", "6", "7"})
MAX_CLIENT_LENGTH = 128


@dataclass(frozen=True, slots=True)
class Sender:
    """Who speaks. *client* is the SDK's `name/version` as it calls itself. *project_id* is known from a DSN only."""

    public_key: str
    client: str | None = None
    project_id: str | None = None


def parse_sender(headers: Mapping[str, str], query: Mapping[str, Sequence[str]]) -> Sender | None:
    """The sender named by headers (lower-case names) or query; None when neither names one."""
    sources = list(filter(None, (_from_header(headers), _from_authorization(headers), _from_query(query))))
    if not sources:
        return None
    if len(sources) > 1:
        raise BadRequest("Authentication was given in more than one place; expected one of header and query string")
    return _read_sender(sources[0])


def require_sender(headers: Mapping[str, str], query: Mapping[str, Sequence[str]]) -> Sender:
    """As parse_sender, for endpoints whose bodies name nobody. Raises Forbidden when no sender is named."""
    sender = parse_sender(headers, query)
    if sender is None:
        raise Forbidden("No authentication: expected the header X-Sentry-Auth or ?sentry_key= in the query string")
    return sender


def parse_dsn_sender(dsn: object) -> Sender:
    """The sender named by an envelope header's `dsn`, which counts only when nothing else is there."""
    parsed = parse_dsn(dsn)
    if parsed is None:
        raise Forbidden("No authentication: expected X-Sentry-Auth, ?sentry_key= or a DSN in the envelope header")
    return Sender(parsed.public_key, project_id=parsed.project_id)


def _from_header(headers: Mapping[str, str]) -> dict[str, str] | None:
    value = headers.get("x-sentry-auth")
    return _parse_pairs(value.strip()) if value and value.strip() else None


def _from_authorization(headers: Mapping[str, str]) -> dict[str, str] | None:
    value = (headers.get("authorization") or "").strip()
    # A Bearer or Basic header comes from a proxy or a page, and is none of our business here.
    return _parse_pairs(value) if value[:7].lower() == "sentry " else None


def _parse_pairs(value: str) -> dict[str, str]:
    if value[:7].lower() == "sentry ":
        value = value[7:]
    pairs = (part.partition("=") for part in value.split(","))
    return {name.strip().lower(): unquote(text.strip().strip('"')) for name, _, text in pairs}


def _from_query(query: Mapping[str, Sequence[str]]) -> dict[str, str] | None:
    values = query.get("sentry_key")
    if not values:
        return None
    if len(set(values)) > 1:
        raise BadRequest("sentry_key was given twice in the query string; expected one")
    return {name: query[name][0] for name in ("sentry_key", "sentry_version", "sentry_client") if query.get(name)}


def _read_sender(fields: Mapping[str, str]) -> Sender:
    version = fields.get("sentry_version") or "7"
    if version not in SUPPORTED_VERSIONS:
        raise BadRequest(f"Protocol version {version[:16]!r} is not supported; expected 5, 6 or 7")
    public_key = parse_public_key(fields.get("sentry_key"))
    if public_key is None:
        raise Forbidden("sentry_key is missing or malformed; expected the DSN's 32 hex digits")
    return Sender(public_key, client=fields.get("sentry_client", "")[:MAX_CLIENT_LENGTH] or None)
