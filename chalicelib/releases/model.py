"""A release, the commits in it and its deploys. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.releases.order import ReleaseMark

MAX_VERSION_LENGTH = 200
# "Fixes WEB-12", "resolves: #WEB-12, WEB-13": the words that Sentry, GitHub and GitLab know.
FIXES = re.compile(
    r"\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?)\b:?\s+(?P<ids>#?[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}-[1-9]\d{0,8}"
    r"(?:\s*(?:,|and|&)\s*#?[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}-[1-9]\d{0,8}){0,20})(?![\w-])",
    re.IGNORECASE,
)
SHORT_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}-[1-9]\d{0,8}")


@dataclass(frozen=True, slots=True)
class Release:
    """*date_created* is when an event first named it or it was announced, whichever came first."""

    version: str
    date_created: str
    date_released: str | None = None
    ref: str | None = None
    url: str | None = None
    commit_count: int = 0
    last_commit_id: str | None = None
    deploy_count: int = 0
    last_deploy_environment: str | None = None
    last_deployed_at: str | None = None

    @property
    def mark(self) -> ReleaseMark:
        return ReleaseMark(self.version, self.date_created)


@dataclass(frozen=True, slots=True)
class FileChange:
    """*kind* is Git's letter: A added, M modified, D deleted."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Commit:
    commit_id: str
    message: str
    author_name: str | None
    author_email: str | None
    committed_at: str | None
    repository: str | None
    files: tuple[FileChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Deploy:
    deploy_id: str
    version: str
    environment: str
    finished_at: str
    started_at: str | None = None
    name: str | None = None
    url: str | None = None


def find_fixed_short_ids(message: str) -> list[str]:
    """Short ids that a commit message says it fixes, in upper case and their order, each once."""
    found = (short for match in FIXES.finditer(message) for short in SHORT_ID.findall(match["ids"]))
    return list(dict.fromkeys(short.upper() for short in found))


def list_authors(commits: Iterable[Commit]) -> list[tuple[str | None, str | None]]:
    """Names and addresses of those who wrote *commits*, each once."""
    return list(dict.fromkeys((commit.author_name, commit.author_email) for commit in commits))
