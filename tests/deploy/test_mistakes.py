"""What an owner can get wrong: one sentence says what and how to go on, and nothing was changed."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from infra.deploy import account
from infra.deploy.errors import DeployError
from infra.deploy.options import read_options
from tests.deploy.cloud import Cloud

pytestmark = pytest.mark.deploy


def complaint(done: object) -> str:
    """The one line that was printed."""
    assert done.returncode == 1  # type: ignore[attr-defined]
    lines = done.stderr.strip().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1, lines
    return str(lines[0])


def test_missing_credentials(cloud: Cloud) -> None:
    done = cloud.deploy(AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None)

    assert "No AWS credentials were found; run `aws configure`" in complaint(done)


def test_an_unknown_profile(cloud: Cloud) -> None:
    done = cloud.deploy(AWS_PROFILE="nobody", AWS_CONFIG_FILE=os.devnull)

    assert "nobody" in complaint(done)


def test_a_missing_region(cloud: Cloud) -> None:
    assert "No region is set" in complaint(cloud.deploy(AWS_DEFAULT_REGION=None))


def test_an_endpoint_that_does_not_answer(cloud: Cloud) -> None:
    assert "AWS does not answer" in complaint(cloud.deploy(AWS_ENDPOINT_URL="http://127.0.0.1:9"))


def test_an_emulator_that_takes_no_deploy(cloud: Cloud) -> None:
    """moto's server answers some calls with a page of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>500 Internal Server Error</title>")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    done = cloud.deploy(AWS_ENDPOINT_URL=f"http://127.0.0.1:{server.server_address[1]}")
    server.shutdown()
    server.server_close()

    assert "answers what is no answer of AWS's" in complaint(done)


@pytest.mark.parametrize("stage", ["Prod", "a-b", "1st", "a" * 21, "local"])
def test_a_stage_that_cannot_be(cloud: Cloud, stage: str) -> None:
    assert complaint(cloud.deploy(stage=stage)).startswith(f"STAGE={stage}")


def test_a_bucket_name_of_somebody_else(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS answers 403 for a bucket of another account; the emulator has no such neighbour."""
    monkeypatch.setattr(account, "cloud_client", lambda _: Refusing(403, {"x-amz-bucket-region": "us-east-1"}))

    with pytest.raises(DeployError, match="belongs to another account; set bucket_suffix"):
        account.check_home("prod", "minisentry-prod-events-1", account.Account("1", "us-east-1", "aws"))


def test_a_stage_that_lives_in_another_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "cloud_client", lambda _: Refusing(301, {"x-amz-bucket-region": "eu-west-1"}))

    with pytest.raises(DeployError, match="lives in eu-west-1; go on with AWS_DEFAULT_REGION=eu-west-1"):
        account.check_home("prod", "minisentry-prod-events-1", account.Account("1", "us-east-1", "aws"))


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 15, 0)])
def test_a_python_that_functions_cannot_run(monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]) -> None:
    monkeypatch.setattr(account.sys, "version_info", version)

    with pytest.raises(DeployError, match=r"Python 3\.11 to 3\.14 is needed"):
        account.check_tools()


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"protekt": True}, "'protekt' is not known; expected protect, "),
        ({"protect": "yes"}, "protect must be true or false"),
        ({"monthly_spend_dollars": "25"}, "monthly_spend_dollars must be a whole number"),
        ({"domain": "errors.example.com"}, "needs both domain and certificate_arn"),
    ],
)
def test_choices_that_make_no_sense(tmp_path: Path, block: dict[str, object], words: str) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"stages": {"prod": {"minisentry": block}}}))

    with pytest.raises(DeployError, match=words):
        read_options("prod", file)


def test_an_environment_that_makes_no_sense(cloud: Cloud, tmp_path: Path) -> None:
    config = json.loads(cloud.config.read_text())
    config["stages"]["wrong"] = {"environment_variables": {"MINISENTRY_RETENTION_DAYS": "12"}}
    file = tmp_path / "config.json"
    file.write_text(json.dumps(config))

    done = cloud.run("infra.deploy", "plan", "--stage", "wrong", "--config", str(file))

    assert "MINISENTRY_RETENTION_DAYS is 12" in complaint(done)


def test_a_half_finished_deploy(cloud: Cloud) -> None:
    """Another account holds one bucket's name: the stack rolls back; the next run clears that away and completes."""
    neighbour = cloud.client("s3", account_id="111111111111")
    neighbour.create_bucket(Bucket="minisentry-taken-artifacts-000000000000")

    refused = complaint(cloud.deploy("deploy", "--only", "data", stage="taken"))
    neighbour.delete_bucket(Bucket="minisentry-taken-artifacts-000000000000")
    completed = cloud.deploy("deploy", "--only", "data", stage="taken")

    assert "ArtifactsBucket" in refused
    assert completed.returncode == 0, completed.stderr


def test_destroying_protected_data(cloud: Cloud) -> None:
    config = json.loads(cloud.config.read_text())
    config["stages"]["kept"] = {"minisentry": {"protect": True}}
    cloud.config.write_text(json.dumps(config))
    cloud.deploy("deploy", "--only", "data", stage="kept")

    refused = complaint(cloud.deploy("destroy", "--yes", stage="kept"))

    assert "Stage kept is protected" in refused
    assert cloud.client("dynamodb").describe_table(TableName="minisentry-kept-core")["Table"][
        "DeletionProtectionEnabled"
    ]


class Refusing:
    """An S3 that answers head_bucket with one status."""

    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self._metadata = {"HTTPStatusCode": status, "HTTPHeaders": headers}

    def head_bucket(self, Bucket: str) -> None:  # noqa: N803 - boto3's name.
        raise account.ClientError({"Error": {}, "ResponseMetadata": self._metadata}, "HeadBucket")
