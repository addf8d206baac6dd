"""What an API token may be allowed to do, and what a route may ask for."""

from typing import Literal

Scope = Literal[
    "org:read",
    "org:write",
    "org:admin",
    "member:read",
    "member:write",
    "project:read",
    "project:write",
    "project:admin",
    "project:releases",
    "event:read",
    "event:write",
    "event:admin",
]
# `public`: nobody need be signed in. `any`: whoever is signed in. `session`: people only, no API tokens, for what would
# let a leaked token make itself at home.
Access = Literal["public", "any", "session"] | Scope

ALL_SCOPES: tuple[Scope, ...] = Scope.__args__  # type: ignore[attr-defined] # A Literal does carry its arguments.
RANKS = ("read", "write", "admin")


def grants(scopes: frozenset[str], wanted: Access) -> bool:
    """Whether *scopes* allow *wanted*: admin includes write, write includes read, of the same family."""
    if wanted in {"public", "any"} or wanted in scopes:
        return True
    family, _, rank = wanted.partition(":")
    stronger = RANKS[RANKS.index(rank) + 1 :] if rank in RANKS else ("admin",)
    return any(f"{family}:{better}" in scopes for better in stronger)
