"""Whom a comment mentions: `@ann@example.com`, or `@ann` for the part before the @ or the name. Pure."""

import re
from collections.abc import Mapping, Sequence

# At the start or after something that cannot belong to an address, so that mail addresses in the text mention nobody.
# The alternatives begin differently at each character, which keeps matching linear.
MENTION = re.compile(r"(?<![\w.+\-@])@([\w.+\-]{1,64}(?:@[\w.\-]{1,190})?)")
MAX_MENTIONS = 20


def find_mentions(content: str) -> list[str]:
    """The names mentioned, in lower case and each once, without the leading @ and a sentence's end."""
    names = (found.rstrip(".-").lower() for found in MENTION.findall(content))
    return list(dict.fromkeys(name for name in names if name))[:MAX_MENTIONS]


def resolve_mentions(names: Sequence[str], people: Mapping[str, tuple[str, str]]) -> list[str]:
    """Ids of the *people* (id → name and address) that *names* mean. A name that fits several people means none."""
    by_handle: dict[str, set[str]] = {}
    for user_id, (name, email) in people.items():
        address = email.lower()
        for handle in {address, address.partition("@")[0], "".join(name.lower().split())}:
            by_handle.setdefault(handle, set()).add(user_id)
    found = (by_handle.get(name, set()) for name in names)
    return list(dict.fromkeys(next(iter(ids)) for ids in found if len(ids) == 1))
