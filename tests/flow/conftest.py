"""A world that a whole module shares, for tests that ask it thousands of questions."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from chalicelib import config
from chalicelib.aws import clients as aws
from chalicelib.aws import secrets
from tests.conftest import STACK_VARIABLES, create_queues, create_tables
from tests.fast_moto import speed_up_moto
from tests.flow.access_world import World
from tests.process_memory import forget_cached


@pytest.fixture(scope="module", params=["in process", pytest.param("over HTTP", marks=pytest.mark.stack)])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """The same world twice: on moto within this process, and on a running stack."""
    patch = pytest.MonkeyPatch()
    patch.setenv("MINISENTRY_REGISTRATION", "open")
    for name, value in STACK_VARIABLES.items():
        patch.setenv(name, value)
    try:
        if request.param == "in process":
            yield from world_on_moto(patch)
        else:
            yield from _world_on_stack(patch, request.getfixturevalue("stack"))
    finally:
        patch.undo()
        forget_cached()


def world_on_moto(patch: pytest.MonkeyPatch) -> Iterator[World]:
    patch.delenv("AWS_ENDPOINT_URL", raising=False)
    forget_cached()
    speed_up_moto(patch)
    with mock_aws():
        settings = config.settings()
        create_tables(settings)
        create_queues(settings)
        for kind in ("events", "artifacts", "web"):
            aws.client("s3").create_bucket(Bucket=settings.bucket_name(kind))
        secrets.create_stage_secrets()
        yield World()


def _world_on_stack(patch: pytest.MonkeyPatch, stack: Any) -> Iterator[World]:
    """Made in the stack's tables by our own storage functions, asked over HTTP."""
    patch.setenv("AWS_ENDPOINT_URL", stack.aws_endpoint)
    patch.setenv("MINISENTRY_PUBLIC_URL", stack.url)
    forget_cached()
    yield World(url=stack.url, first=random.randrange(10**9, 10**10))
