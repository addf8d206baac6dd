"""`user:…` in a query → the identities that people are known under. Pure."""

from collections.abc import Mapping

from chalicelib.events.identities import IDENTITY_KINDS, write_identity
from chalicelib.search.query import QuerySyntaxError, TagTerm
from chalicelib.search.tokens import tokenize

USER = "user"
KINDS_BY_KEY: Mapping[str, tuple[str, ...]] = {
    USER: IDENTITY_KINDS,
    "user.id": ("id",),
    "user.email": ("email",),
    "user.username": ("username",),
    "user.ip": ("ip",),
    "user.ip_address": ("ip",),
}
# Each is looked for among all users of all issues.
MAX_PEOPLE = 10


def reject_user_patterns(text: str) -> None:
    """Refuse a star where issues are searched by person: of people only hashes are known. Raises QuerySyntaxError."""
    people = 0
    for token in tokenize(text):
        for value in token.values if token.key in KINDS_BY_KEY else ():
            people += 1
            if people > MAX_PEOPLE:
                raise QuerySyntaxError(f"expected at most {MAX_PEOPLE} people", value.position)
            if not value.pattern.is_literal:
                problem = f"expected a whole id, mail address, name or IP address after '{token.key}:', without a star"
                raise QuerySyntaxError(problem, value.position)


def list_identities(term: TagTerm) -> list[str]:
    """Under what the people that *term* names may be known; nothing for a term that names nobody."""
    return [
        identity
        for pattern in term.patterns
        if term.key in KINDS_BY_KEY
        for identity in _read_identities(term.key, pattern.literal)
    ]


def _read_identities(key: str, value: str) -> list[str]:
    """`user:email:ann@example.com` says itself which kind it means; `user:ann` may be any."""
    kind, _, rest = value.partition(":")
    if key == USER and rest and kind in IDENTITY_KINDS:
        return [write_identity(kind, rest)]
    return [write_identity(kind, value) for kind in KINDS_BY_KEY[key]]
