"""Back to the code before: which deploy is chosen, and that its commit is what gets deployed."""

import json
import subprocess
from pathlib import Path

import pytest
from moto import mock_aws

from infra.deploy import history
from infra.deploy.errors import DeployError
from infra.deploy.history import MAX_KEPT, Deploy, list_deploys, note_deploy
from infra.deploy.rollback import choose_deploy, roll_back

AT = "2026-11-27T10:00:00.000Z"


def deploy(commit: str | None, mark: str = "m") -> Deploy:
    return Deploy(AT, "1.0.0", commit, mark)


def test_the_newest_other_commit_is_chosen() -> None:
    deploys = [deploy("c" * 40), deploy("c" * 40), deploy(None), deploy("b" * 40), deploy("a" * 40)]

    assert choose_deploy(deploys, None).commit == "b" * 40
    assert choose_deploy(deploys, "aaaa").commit == "a" * 40


@pytest.mark.parametrize("deploys", [[], [deploy("a" * 40)], [deploy("a" * 40), deploy(None)]])
def test_without_an_earlier_commit_it_says_what_to_do(deploys: list[Deploy]) -> None:
    with pytest.raises(DeployError, match="Check out the commit you want"):
        choose_deploy(deploys, None)
    with pytest.raises(DeployError, match="No deploy of ffff is known; known are: "):
        choose_deploy(deploys, "ffff")


@mock_aws
def test_deploys_are_noted_once_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MAX_KEPT + 5):
        monkeypatch.setattr(history, "find_commit", lambda number=number: f"{number:040}")
        note_deploy("prod", "mark")
        note_deploy("prod", "mark")

    kept = list_deploys("prod")
    assert [int(str(each.commit)) for each in kept] == list(range(MAX_KEPT + 4, 4, -1))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Two commits of something that is deployed by `make deploy`, as ours is."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for number in (1, 2):
        made = f"deploy:\n\t@echo version {number} $(STAGE) $$(cat minisentry.json) > {tmp_path}/deployed\n"
        (folder / "Makefile").write_text(made)
        if number == 1:
            git(folder, "init", "--quiet")
        git(folder, "add", ".")
        git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", str(number))
    return folder


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_commit_of_before_is_deployed_with_the_settings_of_today(clone: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.json"
    own.write_text(json.dumps({"stages": {}}))

    roll_back(deploy(git(clone, "rev-parse", "HEAD~1")), "prod", own, clone, tmp_path / "build" / "rollback")

    assert (tmp_path / "deployed").read_text().split() == ["version", "1", "prod", '{"stages":', "{}}"]
    assert not (tmp_path / "build" / "rollback").exists()
    assert git(clone, "worktree", "list").count("\n") == 0
    assert "2" in (clone / "Makefile").read_text()


def test_a_commit_that_this_clone_lacks(clone: Path, tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="`git fetch` may help"):
        roll_back(deploy("f" * 40), "prod", None, clone, tmp_path / "rollback")


def test_a_deploy_that_stops(clone: Path, tmp_path: Path) -> None:
    (clone / "Makefile").write_text("deploy:\n\t@exit 3\n")
    git(clone, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-am", "broken")

    with pytest.raises(DeployError, match="stopped; mend what it says"):
        roll_back(deploy(git(clone, "rev-parse", "HEAD")), "prod", None, clone, tmp_path / "rollback")
    assert not (tmp_path / "rollback").exists()
