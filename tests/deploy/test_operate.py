"""The command line against a deployed stage, and every command that the documentation shows."""

import re
import shlex
import subprocess
import time
from pathlib import Path

import pytest

from tests.deploy.cloud import ROOT, STAGE, Cloud, Owner, Site

pytestmark = [pytest.mark.deploy, pytest.mark.timeout(300)]

DOCUMENTED = re.compile(r"^make operate .*$", re.MULTILINE)
# Their effects are tested below or elsewhere; here they would ask, or need a host that the emulator cannot name.
NEEDS_A_PERSON = ("erase", "health", "setup-token", "first-owner", "two-factor-off", "--help")


def operate(site: Site, *arguments: str) -> str:
    done = site.cloud.run("infra.operate", "--stage", STAGE, "--config", str(site.cloud.config), *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def documented_commands() -> list[str]:
    found = {line for page in sorted((ROOT / "docs").glob("*.md")) for line in DOCUMENTED.findall(page.read_text())}
    return sorted(found)


def dead_letters(cloud: Cloud) -> int:
    sqs = cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=f"minisentry-{STAGE}-events-dlq")["QueueUrl"]
    name = "ApproximateNumberOfMessages"
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])


def wait_for_dead_letters(cloud: Cloud, count: int) -> None:
    deadline = time.monotonic() + 60
    while dead_letters(cloud) != count and time.monotonic() < deadline:
        time.sleep(0.3)
    assert dead_letters(cloud) == count


def test_what_cannot_be_read_is_set_aside_listed_and_sent_back(site: Site) -> None:
    sqs = site.cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=f"minisentry-{STAGE}-events")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody='{"v":99,"project_id":"1","event_id":"abc"}')
    wait_for_dead_letters(site.cloud, 1)

    listed = operate(site, "dead-letters")
    kept = operate(site, "redrive", "--reason", "no such words")
    sent_back = operate(site, "redrive")
    wait_for_dead_letters(site.cloud, 1)

    assert "project_id=1 event_id=abc" in listed
    assert "expected a JSON object with v=1" in listed
    assert kept.startswith("0 sent back")
    assert sent_back.startswith("1 sent back")


def test_a_backup_brings_deleted_rows_back(site: Site, owner: Owner, tmp_path: Path) -> None:
    file = tmp_path / "core.jsonl.gz"
    operate(site, "backup", str(file))
    table, key = f"minisentry-{STAGE}-core", {"pk": {"S": f"P#{owner.project_id}"}, "sk": {"S": "PROJECT"}}
    dynamodb = site.cloud.client("dynamodb")
    before = dynamodb.get_item(TableName=table, Key=key)["Item"]
    dynamodb.delete_item(TableName=table, Key=key)

    operate(site, "restore", str(file))

    assert dynamodb.get_item(TableName=table, Key=key)["Item"] == before
    assert file.stat().st_mode & 0o077 == 0


def test_a_lost_second_factor_is_turned_off(site: Site, owner: Owner) -> None:
    assert "had none" in operate(site, "two-factor-off", "--email", "owner@example.com")


def test_retention_changes_for_a_project(site: Site, owner: Owner) -> None:
    operate(site, "retention", "--project", owner.project_id, "--days", "90")

    settings = owner.get("/api/organizations/acme/projects/shop/settings")

    assert settings["retention_days"] == 90


def test_signing_keys_rotate_and_people_stay_signed_in(site: Site, owner: Owner) -> None:
    assert "2 verify tokens now" in operate(site, "rotate-keys")

    assert owner.get("/api/auth/me")["email"] == "owner@example.com"


@pytest.mark.parametrize("line", documented_commands())
def test_documented_commands_run_as_written(site: Site, owner: Owner, line: str, tmp_path: Path) -> None:
    """With this stage's name and project, and a folder for files, in place of those of the documentation."""
    words = shlex.split(line)
    if any(word in words[-1] for word in NEEDS_A_PERSON):
        assert subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, check=False).returncode == 0
        return
    done = words[-1].replace("--project 1", f"--project {owner.project_id}")
    done = re.sub(r"(\w+\.jsonl\.gz)", rf"{tmp_path}/\1", done)
    if "restore" in done:
        operate(site, "backup", str(tmp_path / "core.jsonl.gz"))

    ran = subprocess.run(
        ["make", "operate", f"STAGE={STAGE}", done],
        cwd=ROOT,
        env=site.cloud.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr


def test_the_set_up_token_is_spent_with_the_first_owner(site: Site, owner: Owner) -> None:
    done = site.cloud.run("infra.operate", "--stage", STAGE, "--config", str(site.cloud.config), "setup-token")

    assert done.returncode == 1
    assert "The set-up token is spent" in done.stderr
