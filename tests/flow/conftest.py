"""A world that a whole module shares, for tests that ask it thousands of questions."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib import aws, config
from chalicelib.storage import secrets
from tests.conftest import create_queues, create_tables, forget_cached
from tests.fast_transactions import copy_tables_once
from tests.flow.access_world import World


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    patch = pytest.MonkeyPatch()
    patch.delenv("AWS_ENDPOINT_URL", raising=False)
    patch.setenv("MINISENTRY_BCRYPT_ROUNDS", "4")
    patch.setenv("MINISENTRY_REGISTRATION", "open")
    patch.setenv("MINISENTRY_ADDRESS_REQUESTS_PER_MINUTE", "100000")
    patch.setenv("MINISENTRY_USER_REQUESTS_PER_MINUTE", "100000")
    forget_cached()
    copy_tables_once(patch)
    with mock_aws():
        settings = config.settings()
        create_tables(settings)
        create_queues(settings)
        for kind in ("events", "artifacts", "web"):
            aws.client("s3").create_bucket(Bucket=settings.bucket_name(kind))
        secrets.create_stage_secrets()
        yield World()
    patch.undo()
    forget_cached()
