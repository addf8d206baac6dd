"""Project keys as this process remembers them: one read a minute per key, so that a disabled key stops within 60 s."""

from collections import OrderedDict
from functools import cache

from chalicelib.projects.keys import find_project_key
from chalicelib.projects.model import ProjectKey

KNOWN_SECONDS = 55
# Somebody who just made a key should not wait a minute because their SDK was faster.
UNKNOWN_SECONDS = 5
MAX_REMEMBERED = 5000


class KeyCache:
    """Remembers keys and their absence; the oldest reads are forgotten first when too many keys are tried."""

    def __init__(self) -> None:
        self._reads: OrderedDict[str, tuple[ProjectKey | None, float]] = OrderedDict()

    def find(self, public_key: str, now: float) -> ProjectKey | None:
        """The key, read at most a minute ago; None when nobody has it."""
        remembered = self._reads.get(public_key)
        if remembered is not None and now < remembered[1]:
            return remembered[0]
        key = find_project_key(public_key)
        self._remember(public_key, key, now)
        return key

    def _remember(self, public_key: str, key: ProjectKey | None, now: float) -> None:
        self._reads.pop(public_key, None)
        self._reads[public_key] = (key, now + (UNKNOWN_SECONDS if key is None else KNOWN_SECONDS))
        if len(self._reads) > MAX_REMEMBERED:
            self._reads.popitem(last=False)


@cache
def known_keys() -> KeyCache:
    """This process's cache."""
    return KeyCache()
