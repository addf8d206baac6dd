"""What `make plan` says of a stage that stands."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.deploy.policies import FUNCTIONS
from tests.deploy.cloud import STAGE, Site

pytestmark = [pytest.mark.deploy, pytest.mark.timeout(300)]


def plan(site: Site, config: Path) -> dict[str, list[str]]:
    """What is said of each part, and the lines below it."""
    done = site.cloud.run("infra.deploy", "plan", "--stage", STAGE, "--config", str(config))
    assert done.returncode == 0, done.stderr
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in done.stdout.splitlines()[1:]:
        if not line.startswith("    "):
            name, _, said = line.strip().partition(":")
            lines = parts.setdefault(name, [said.strip()] if said.strip() else [])
        else:
            lines.append(line.strip())
    return parts


def with_change(site: Site, path: Path, change: dict[str, Any]) -> Path:
    config = json.loads(site.cloud.config.read_text())
    config["stages"][STAGE] |= change
    path.write_text(json.dumps(config))
    return path


def test_nothing_changes_right_after_a_deploy(site: Site) -> None:
    parts = plan(site, site.cloud.config)

    assert "functions" in parts
    assert {said for lines in parts.values() for said in lines} == {"no change"}


def test_a_change_of_memory_updates_functions(site: Site, tmp_path: Path) -> None:
    config = with_change(site, tmp_path / "config.json", {"lambda_memory_size": 2048})

    lines = plan(site, config)["functions"]

    assert "update code or configuration of group_events" in lines
    assert len(lines) == len(FUNCTIONS)


def test_a_change_of_the_environment_updates_settings(site: Site, tmp_path: Path) -> None:
    variables = {"MINISENTRY_REGISTRATION": "open", "MINISENTRY_BCRYPT_ROUNDS": "4"}
    config = with_change(site, tmp_path / "config.json", {"environment_variables": variables})

    assert "update settings of api_handler" in plan(site, config)["functions"]
