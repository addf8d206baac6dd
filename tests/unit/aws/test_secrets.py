"""A stage's secrets are made once and never replaced by a later deploy."""

import pytest

from chalicelib.aws import secrets
from chalicelib.config import Settings

NAMES = ("master-key", "jwt-keys", "setup-token")


def test_a_second_deploy_leaves_every_secret_as_it_is(stage: Settings) -> None:
    before = [secrets.read_secret(name) for name in NAMES]

    secrets.create_stage_secrets()

    assert [secrets.read_secret(name) for name in NAMES] == before


def test_of_two_deploys_at_once_the_first_one_wins(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = secrets.read_secret("master-key")
    monkeypatch.setattr(secrets, "_has_secret", lambda _: False)

    secrets.create_stage_secrets()

    assert secrets.read_secret("master-key") == before
