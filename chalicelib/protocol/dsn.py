"""DSNs: `https://<public key>[:<secret>]@<host>[/<path>]/<project id>`, read from envelopes and written for people."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

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
