"""Hosts that DSNs name are not taken away by a slip of the pen."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from infra.deploy import dsn_hosts
from infra.deploy.dsn_hosts import list_lost_hosts, refuse_lost_hosts
from infra.deploy.errors import DeployError
from infra.deploy.options import Options, read_options

Read = Callable[..., Options]
API = "https://abc123.execute-api.eu-west-1.amazonaws.com"
NAMED = {"ingest_domain": "in.example.com", "ingest_certificate_arn": "arn:aws:acm:eu-west-1:1:certificate/x"}


@pytest.fixture
def options(tmp_path: Path) -> Read:
    def read(**choices: object) -> Options:
        own = tmp_path / "own.json"
        own.write_text(json.dumps({"stages": {"prod": {"minisentry": choices}}}))
        return read_options("prod", own)

    return read


@pytest.mark.parametrize(
    ("outputs", "choices", "lost"),
    [
        ({}, {}, []),
        ({}, {"ingest_edge": False}, []),
        ({"ApiUrl": API, "IngestUrl": API}, {}, []),
        ({"ApiUrl": API, "IngestUrl": API}, NAMED, []),
        ({"ApiUrl": API, "IngestUrl": API}, {"ingest_edge": False}, ["abc123.execute-api.eu-west-1.amazonaws.com"]),
        ({"ApiUrl": API, "IngestUrl": "https://in.example.com"}, NAMED, []),
        ({"ApiUrl": API, "IngestUrl": "https://in.example.com"}, {}, ["in.example.com"]),
        ({"ApiUrl": API, "IngestUrl": "https://old.example.com"}, NAMED, ["old.example.com"]),
        # An edge of before this was known tells its one address as IngestUrl alone.
        ({"IngestUrl": API}, {"ingest_edge": False}, ["abc123.execute-api.eu-west-1.amazonaws.com"]),
    ],
)
def test_what_would_be_lost(
    monkeypatch: pytest.MonkeyPatch,
    options: Read,
    outputs: Mapping[str, str],
    choices: dict[str, object],
    lost: list[str],
) -> None:
    monkeypatch.setattr(dsn_hosts, "read_outputs", lambda _: outputs)
    chosen = options(**choices)

    assert list_lost_hosts(chosen) == lost
    if lost:
        with pytest.raises(DeployError, match="DROP_DSN_HOSTS=1"):
            refuse_lost_hosts(chosen)
    else:
        refuse_lost_hosts(chosen)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"ingest_domain": "in.example.com"}, "needs both ingest_domain and"),
        ({**NAMED, "ingest_edge": False}, "ingest_edge must be true"),
    ],
)
def test_names_that_make_no_sense(options: Read, choices: dict[str, object], words: str) -> None:
    with pytest.raises(DeployError, match=words):
        options(**choices)
