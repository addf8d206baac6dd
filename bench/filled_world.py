"""A running stack seen from the access matrix's world: the organization with every role, its project the filled one."""

import random
from dataclasses import dataclass
from typing import Any

from bench.endpoints import point_at_stack
from infra.local.harness import RunningStack


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
    from chalicelib.storage.project_keys import list_project_keys  # noqa: PLC0415 - as above
    from tests.flow.access_world import World  # noqa: PLC0415 - as above

    world = World(url=stack.url, first=random.randrange(10**9, 10**10))
    (key,) = list_project_keys(world.shared["project_id"])
    return FilledStack(stack.folder, stack.process, world=world, public_key=key.public_key)
