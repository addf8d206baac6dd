"""Whether a sender may send to a project at all. Every refusal is an error with its reason."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cache

from chalicelib.errors import Forbidden
from chalicelib.ingest.outcomes import outcomes
from chalicelib.ingest.quotas import leases, reject_over_budget
from chalicelib.ingest.request import IngestRequest
from chalicelib.projects.keys import find_project_key
from chalicelib.projects.model import ProjectKey
from chalicelib.protocol.auth import Sender, is_allowed_origin

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


@dataclass(frozen=True, slots=True)
class Admission:
    """A sender let in: *key* says for which project, *client* which SDK it claims to be."""

    key: ProjectKey
    client: str | None


def admit(sender: Sender, request: IngestRequest) -> Admission:
    """Raises Forbidden or RateLimited; counts the refusal once the key proves which project it concerns."""
    key = get_key(sender.public_key, request.now)
    reject_wrong_project(key, request.project_id or sender.project_id)
    with outcomes().counting_refusals(key.project_id, request.now):
        reject_inactive(key)
        reject_closed_project(key)
        reject_foreign_origin(key, request.origin)
        reject_over_budget(key, request.now)
        leases().reject_while_refused(key, request.now)
    return Admission(key, sender.client)


def get_key(public_key: str, now: float) -> ProjectKey:
    key = known_keys().find(public_key, now)
    if key is None:
        raise Forbidden("The DSN's key is unknown", code="unknown_key")
    return key


def reject_wrong_project(key: ProjectKey, project_id: str | None) -> None:
    if key.project_id != project_id:
        raise Forbidden("The DSN's key belongs to another project", code="wrong_project")


def reject_inactive(key: ProjectKey) -> None:
    if not (key.is_active and key.is_project_active):
        raise Forbidden("The DSN's key is disabled", code="inactive_key")


def reject_closed_project(key: ProjectKey) -> None:
    if not key.is_project_active:
        raise Forbidden("The project takes no events", code="inactive_project")


def reject_foreign_origin(key: ProjectKey, origin: str | None) -> None:
    if not is_allowed_origin(origin, key.allowed_origins):
        raise Forbidden("Pages of this origin may not send with this key", code="foreign_origin")
