"""The mark of what a deploy ships: it changes with everything that reaches a function, and with nothing else."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.config import settings
from infra.deploy import content_hash
from infra.deploy.account import Account
from infra.deploy.options import read_options

ACCOUNT = Account("123456789012", "eu-west-1", "aws")
Mark = Callable[..., str]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "chalicelib" / "__pycache__").mkdir(parents=True)
    (tmp_path / "chalicelib" / "projects").mkdir()
    (tmp_path / "app.py").write_text("app = 1\n")
    (tmp_path / "chalicelib" / "projects" / "prices.json").write_text("{}")
    monkeypatch.setattr(content_hash, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def mark(checkout: Path) -> Mark:
    def read(**changed: Any) -> str:
        options = read_options("prod")
        return content_hash.shipped_mark(replace(options, chalice={**options.chalice, **changed}), settings(), ACCOUNT)

    return read


@pytest.mark.parametrize("name", ["app.py", "chalicelib/projects/prices.json", "chalicelib/new.py"])
def test_a_change_of_any_source_changes_it(checkout: Path, mark: Mark, name: str) -> None:
    before = mark()

    (checkout / name).write_text("changed")

    assert mark() != before


def test_a_renamed_source_changes_it(checkout: Path, mark: Mark) -> None:
    before = mark()

    (checkout / "app.py").rename(checkout / "chalicelib" / "app.py")
    (checkout / "app.py").touch()

    assert mark() != before


@pytest.mark.parametrize("name", ["README.md", "chalicelib/__pycache__/app.pyc"])
def test_what_does_not_ship_does_not_change_it(checkout: Path, mark: Mark, name: str) -> None:
    before = mark()

    (checkout / name).write_text("changed")

    assert mark() == before


@pytest.mark.parametrize("change", [{"lambda_memory_size": 3008}, {"lambda_architecture": "x86_64"}, {"xray": True}])
def test_a_change_of_the_configuration_changes_it(mark: Mark, change: dict[str, Any]) -> None:
    assert mark(**change) != mark()


def test_other_stages_do_not_change_it(mark: Mark) -> None:
    stages = {**read_options("prod").chalice.get("stages", {}), "other": {"lambda_memory_size": 512}}

    assert mark(stages=stages) == mark()
