"""Fixtures for every tier: a moto AWS with the tables and queues of the templates, the corpus, and no network."""

import json
import os
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

# Whatever account and region a developer works in: nothing of it is meant here.
os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}
os.environ.pop("AWS_PROFILE", None)
os.environ.pop("AWS_SESSION_TOKEN", None)

import boto3
import pytest
from moto import mock_aws

from chalicelib import config
from chalicelib.aws import clients as aws
from chalicelib.aws import queues, secrets
from infra.local.harness import RunningStack, local_stack
from tests.fast_moto import speed_up_moto
from tests.process_memory import forget_cached

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
# Cheap passwords, webhooks to receivers that tests start on loopback, and room for tests that ask a lot.
STACK_VARIABLES = {
    "MINISENTRY_BCRYPT_ROUNDS": "4",
    "MINISENTRY_ALLOW_PRIVATE_WEBHOOKS": "1",
    "MINISENTRY_ADDRESS_REQUESTS_PER_MINUTE": "100000",
    "MINISENTRY_USER_REQUESTS_PER_MINUTE": "100000",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason="needs ../shared/corpus, which this checkout lacks")
    for item in items:
        if "corpus" in getattr(item, "fixturenames", ()) and not CORPUS.is_dir():
            item.add_marker(skip)


@pytest.fixture
def corpus() -> Path:
    """Real requests and events kept beside the checkout."""
    return CORPUS


def corpus_files(pattern: str) -> list[Path]:
    """For parametrize: empty (and so skipped by pytest) where the corpus is absent."""
    return sorted(CORPUS.glob(pattern))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A whole local stack as `make run` starts it, shared by every test that drives it over HTTP."""
    with local_stack(tmp_path_factory.mktemp("stack"), variables=STACK_VARIABLES) as running:
        yield running


make_signing_keys = secrets._new_signing_keys


@cache
def make_once(make: Callable[[], str]) -> str:
    """What *make* made first. An RSA key pair, whose primes take longer to find than most tests, serves all of them."""
    return make()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[config.Settings]:
    """A fresh stage on moto: both tables with their index, all queues with redrive, all buckets."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("MINISENTRY_BCRYPT_ROUNDS", "4")
    forget_cached()
    speed_up_moto(monkeypatch)
    monkeypatch.setattr(secrets, "_new_signing_keys", partial(make_once, make_signing_keys))
    # What fails is there again at once, as tests do not wait.
    monkeypatch.setattr(queues, "RETRY_SECONDS", dict.fromkeys(queues.RETRY_SECONDS, (0,) * 10))
    with mock_aws():
        settings = config.settings()
        create_tables(settings)
        create_queues(settings)
        for kind in ("events", "artifacts", "web"):
            aws.client("s3").create_bucket(Bucket=settings.bucket_name(kind))
        secrets.create_stage_secrets()
        yield settings
    forget_cached()


@pytest.fixture
def open_stage(stage: config.Settings, monkeypatch: pytest.MonkeyPatch) -> config.Settings:
    """A stage where anybody may register and nobody is counted, as tests of other things want it."""
    monkeypatch.setenv("MINISENTRY_REGISTRATION", "open")
    monkeypatch.setenv("MINISENTRY_ADDRESS_REQUESTS_PER_MINUTE", "100000")
    config.settings.cache_clear()
    return config.settings()


def create_tables(settings: config.Settings) -> None:
    dynamodb = boto3.client("dynamodb")
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    text = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
    changes = [{"AttributeName": name, "AttributeType": "S"} for name in ("change_pk", "changed_minute")]
    index = {
        "IndexName": "changes",
        "KeySchema": [
            {"AttributeName": "change_pk", "KeyType": "HASH"},
            {"AttributeName": "changed_minute", "KeyType": "RANGE"},
        ],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    pay = {"BillingMode": "PAY_PER_REQUEST", "KeySchema": keys}
    dynamodb.create_table(
        TableName=settings.table_name("core"),
        AttributeDefinitions=text + changes,
        GlobalSecondaryIndexes=[index],
        **pay,
    )
    dynamodb.create_table(TableName=settings.table_name("hot"), AttributeDefinitions=text, **pay)


def create_queues(settings: config.Settings) -> None:
    sqs = boto3.client("sqs")
    for kind in ("events", "notifications", "jobs", "mails"):
        dead = sqs.create_queue(QueueName=settings.queue_name(f"{kind}-dlq"))["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
        sqs.create_queue(QueueName=settings.queue_name(kind), Attributes={"RedrivePolicy": redrive})
