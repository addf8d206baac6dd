"""A running stack seen from the access matrix's world: the organization with every role, its project the filled one."""

import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.api import Api
from infra.local import environment
from infra.local.harness import RunningStack

#: What hashes passwords, which is slow on purpose, and what needs a browser's cookie.
APART = frozenset(
    {
        "POST /auth/login",
        "POST /auth/register",
        "POST /auth/change-password",
        "POST /auth/reset-password",
        "POST /auth/change-email",
        "DELETE /auth/me",
        "POST /auth/refresh",
    }
)


@dataclass(slots=True)
class FilledStack(RunningStack):
    """As RunningStack, but its project, DSN and account are those of *world*."""

    world: Any = None
    public_key: str = ""

    @property
    def dsn(self) -> str:
        return self.url.replace("://", f"://{self.public_key}@") + "/" + self.project_id

    @property
    def project_id(self) -> str:
        return str(self.world.shared["project_id"])

    @property
    def project(self) -> str:
        return str(self.world.shared["project_slug"])

    @property
    def organization(self) -> str:
        return str(self.world.acme)

    @property
    def email(self) -> str:
        return str(self.world.users["owner"].email)

    @property
    def password(self) -> str:
        from tests.api_client import PASSWORD  # noqa: PLC0415 - imports the app, which must know its stage by then

        return PASSWORD


def open_filled_stack(stack: RunningStack) -> FilledStack:
    """Make the world in the stack's tables."""
    point_at_stack(stack)
    from chalicelib.projects.keys import list_project_keys  # noqa: PLC0415 - as above
    from tests.flow.access_world import World  # noqa: PLC0415 - as above

    world = World(url=stack.url, first=random.randrange(10**9, 10**10))
    (key,) = list_project_keys(world.shared["project_id"])
    return FilledStack(stack.folder, stack.process, world=world, public_key=key.public_key)


def point_at_stack(stack: RunningStack) -> None:
    """Have our own code in this process work on the stack's emulator."""
    environment.use_emulator(stack.aws_endpoint)
    environment.use_stage(stack.url)
    for caller in ("USER", "ADDRESS"):
        os.environ[f"MINISENTRY_{caller}_REQUESTS_PER_MINUTE"] = "1000000"
    os.environ["MINISENTRY_REGISTRATION"] = "open"
    from tests.process_memory import forget_cached  # noqa: PLC0415 - imports modules that must know their stage by then

    # An earlier measurement's stage has other keys under the same names.
    forget_cached()


class Requests:
    """The access matrix's requests, each by a caller who may: method, path, token and body."""

    def __init__(self, stack: FilledStack) -> None:
        from tests.flow import access_requests  # noqa: PLC0415 - as in _metered_function

        self._matrix = access_requests
        self._world = stack.world
        # What the world needs grouped, it groups itself: the stack's worker is held.
        self._world.url = None
        self._world.shared |= _find_largest_issue(stack)
        self._world.shared["attachment_id"] = self._world.new_attachment()
        self._callers = {
            route: admitted
            for route, statuses in access_requests.read_table().items()
            if tuple(route.split(" ", 1)) in access_requests.ACCESS
            and route not in APART
            and (admitted := _first_admitted(access_requests.CALLERS, statuses))
        }

    @property
    def routes(self) -> list[str]:
        return list(self._callers)

    def next(self, route: str) -> tuple[str, str, str, bytes]:
        method, path = route.split(" ", 1)
        caller = self._callers[route]
        token = self._world.credential(caller, self._matrix.ACCESS[method, path]) or ""
        if path in self._matrix.END_SESSIONS:
            self._world.sessions.clear()
        values = self._world.values(method, path, caller)
        make_body = self._matrix.BODIES.get(route)
        body = json.dumps(make_body(self._world, values)).encode() if make_body else b""
        return method, path.format(**values), token, body


def _first_admitted(callers: Sequence[str], statuses: Sequence[int]) -> str | None:
    """Who gets an answer and no error, an owner before others."""
    admitted = [caller for caller, status in zip(callers, statuses, strict=True) if status < 400]
    return next((caller for caller in ("owner", "stranger") if caller in admitted), None)


def _find_largest_issue(stack: RunningStack) -> dict[str, str]:
    """Its id and that of its newest event."""
    api, issues = Api(stack), f"/projects/{stack.project_id}/issues"
    issue_id = api.get(f"{issues}?sort=times_seen&limit=1")["data"][0]["id"]
    event_id = api.get(f"{issues}/{issue_id}/events?limit=1")["data"][0]["event_id"]
    return {"issue_id": issue_id, "event_id": event_id}
