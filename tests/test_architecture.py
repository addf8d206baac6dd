"""Who may import whom. This file is law: change it in its own commit, with the reason."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "chalicelib"
PURE_GROUPING_EXCEPTIONS = {"worker", "digest", "commit", "batch", "settings"}


def modules() -> list[Path]:
    return [ROOT / "app.py", *sorted(PACKAGE.rglob("*.py"))]


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports_any(path: Path, *packages: str) -> set[str]:
    return {name for name in imports_of(path) if any(name == p or name.startswith(p + ".") for p in packages)}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_along_the_line(path: Path) -> None:
    """Each station imports only what STYLE allows it."""
    name = name_of(path)
    station = name.split(".")[1] if name.startswith("chalicelib.") else name
    forbidden: dict[str, tuple[str, ...]] = {
        "protocol": ("boto3", "botocore", "pynamodb", "chalice", "chalicelib.storage", "chalicelib.aws"),
        "ingest": ("chalicelib.grouping", "chalicelib.api"),
        # The preview tries rules on stored events, so it needs the pure rules; see docs/adr/0008.
        "api": ("chalicelib.ingest", *(() if path.stem == "grouping_preview" else ("chalicelib.grouping",))),
        "grouping": ("chalicelib.ingest", "chalicelib.api"),
        "storage": ("chalicelib.ingest", "chalicelib.api", "chalicelib.grouping", "chalice"),
    }

    assert not imports_any(path, *forbidden.get(station, ()))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_boto3_is_imported_in_aws_only(path: Path) -> None:
    if name_of(path) != "chalicelib.aws":
        assert not imports_any(path, "boto3")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_pynamodb_stays_in_storage(path: Path) -> None:
    if not name_of(path).startswith("chalicelib.storage."):
        assert not imports_any(path, "pynamodb")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_chalice_stays_at_the_edges(path: Path) -> None:
    name = name_of(path)
    edges = name in {"app", "chalicelib.errors"} or name.startswith("chalicelib.api.") or name == "chalicelib.api"
    if not (edges or path.name in {"routes.py", "worker.py"}):
        assert not imports_any(path, "chalice")


@pytest.mark.parametrize("path", sorted((PACKAGE / "grouping").glob("**/*.py")), ids=name_of)
def test_pure_grouping_knows_no_storage(path: Path) -> None:
    """Only the worker's own modules may touch storage; the rules of grouping are pure."""
    if path.stem not in PURE_GROUPING_EXCEPTIONS:
        assert not imports_any(path, "chalicelib.storage", "chalicelib.aws", "chalicelib.queue", "botocore")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_workers_never_import_app(path: Path) -> None:
    if name_of(path) != "app":
        assert not imports_any(path, "app")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_modules_stay_small(path: Path) -> None:
    """A module is one idea. The table of access patterns is one, too, however many there are."""
    if name_of(path) != "chalicelib.storage.keys":
        assert len(path.read_text().splitlines()) <= 200
