"""An SDK's request as ingestion sees it, free of the web framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.times import format_time

MAX_USER_AGENT_LENGTH = 512


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """*headers* have lower-case names. *project_id* is None where the path names no project. *now* is epoch seconds."""

    project_id: str | None
    headers: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    body: bytes
    client_ip: str
    now: float

    @property
    def received_at(self) -> str:
        return format_time(datetime.fromtimestamp(self.now, UTC))

    @property
    def content_encoding(self) -> str:
        return self.headers.get("content-encoding") or ""

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type") or ""

    @property
    def user_agent(self) -> str | None:
        return (self.headers.get("user-agent") or "")[:MAX_USER_AGENT_LENGTH] or None

    @property
    def origin(self) -> str | None:
        """The page that sends, as its browser vouches for; None from a server or an app."""
        return self.headers.get("origin") or self.headers.get("referer") or None

    def query_value(self, name: str) -> str | None:
        values = self.query.get(name)
        return values[0] if values else None
