"""Who may import whom. This file is law: change it in its own commit, with the reason."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "chalicelib"
MAX_LINES = 400
LEAVES = {
    "config",
    "errors",
    "globs",
    "ids",
    "logs",
    "time_limit",
    "times",
    "patterns",
    "process_tuning",
    "tracing",
}
NOUNS = {"issues", "events", "releases", "artifacts", "search", "alerts", "accounts", "organizations", "projects"}
# What of processing/ touches AWS; all the rest of it is pure, so that rules can be tried on stored events.
IMPURE_PROCESSING = {"worker", "batch", "pipeline", "project_batch", "project_cache", "symbolicate"}
# The preview tries grouping rules on stored events, so it needs the pure rules; see docs/adr/0008.
READS_RULES = {
    "chalicelib.projects.grouping_preview_routes",
    "chalicelib.projects.settings",
    # What is stored is checked for what it costs.
    "chalicelib.projects.settings_routes",
    # A late map makes stored events go through the rules once more.
    "chalicelib.artifacts.late_maps",
}


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


def room_of(name: str) -> str:
    return name.split(".")[1] if name.startswith("chalicelib.") else name


def imports_any(path: Path, *packages: str) -> set[str]:
    return {name for name in imports_of(path) if any(name == p or name.startswith(p + ".") for p in packages)}


def rooms(*names: str) -> tuple[str, ...]:
    return tuple(f"chalicelib.{name}" for name in sorted(names))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_leaves_know_no_room(path: Path) -> None:
    """A leaf imports the standard library, what is installed, and other leaves."""
    if room_of(name_of(path)) in LEAVES:
        ours = {name for name in imports_any(path, "chalicelib") if name.count(".") and room_of(name) not in LEAVES}
        assert not {name for name in ours if (PACKAGE / room_of(name)).is_dir()}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_along_the_line(path: Path) -> None:
    """Each room imports only what LAYOUT allows it."""
    name = name_of(path)
    forbidden: dict[str, tuple[str, ...]] = {
        "aws": rooms(*NOUNS, "ingest", "processing", "jobs", "http", "service"),
        "protocol": ("boto3", "botocore", "pynamodb", "chalice", *rooms(*NOUNS, "aws", "http", "ingest", "jobs")),
        "ingest": rooms("processing", "http.resource"),
        "processing": rooms("ingest", "http", "jobs"),
        **{noun: rooms("ingest") if name in READS_RULES else rooms("ingest", "processing") for noun in NOUNS},
    }

    assert not imports_any(path, *forbidden.get(room_of(name), ()))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_routes_stay_in_their_room(path: Path) -> None:
    """Nouns meet in what they store and describe, never in each other's endpoints."""
    name = name_of(path)
    if name not in {"app", "chalicelib.blueprints"}:
        endpoints = {other for other in imports_any(path, "chalicelib") if other.split(".")[-1].endswith("routes")}
        assert not {other for other in endpoints if room_of(other) != room_of(name)}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_boto3_is_imported_in_aws_only(path: Path) -> None:
    if room_of(name_of(path)) != "aws":
        assert not imports_any(path, "boto3")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_pynamodb_stays_below_nouns_and_aws(path: Path) -> None:
    if room_of(name_of(path)) not in {*NOUNS, "aws", "jobs", "http"}:
        assert not imports_any(path, "pynamodb")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_chalice_stays_at_the_edges(path: Path) -> None:
    name = name_of(path)
    # Signing in answers with a cookie, which only a response of the framework's can carry.
    # Lists of Sentry's API carry their cursor in a header, which only a response can.
    edges = name in {
        "app",
        "chalicelib.errors",
        "chalicelib.accounts.sign_in",
        "chalicelib.compat.resource",
        # A Lambda's entry point, as the workers are.
        "chalicelib.ingest.function",
    } or name.startswith("chalicelib.http.")
    if not (edges or path.stem == "worker" or path.stem.endswith("routes")):
        assert not imports_any(path, "chalice")


@pytest.mark.parametrize("path", sorted((PACKAGE / "processing").glob("**/*.py")), ids=name_of)
def test_pure_processing_knows_no_storage(path: Path) -> None:
    """Only the worker's own modules may touch storage; normalizing, filtering, scrubbing and grouping are pure."""
    if path.stem not in IMPURE_PROCESSING:
        stored = imports_any(path, *rooms(*NOUNS, "aws", "messages"), "botocore", "pynamodb")
        # How a person is written, and what a map says of a position, are pure and shared with their nouns.
        shared = ("chalicelib.events.identities", "chalicelib.artifacts.model")
        assert not {name for name in stored if name != "chalicelib.artifacts" and not name.startswith(shared)}


@pytest.mark.parametrize("path", sorted((PACKAGE / "processing/grouping/v1").glob("*.py")), ids=name_of)
def test_grouping_v1_is_closed(path: Path) -> None:
    """Nothing outside v1 may move its hashes; what a project's rules decide is handed in. See docs/adr/0012."""
    ours = {
        name for name in imports_any(path, "chalicelib") if not name.startswith("chalicelib.processing.grouping.v1")
    }
    harmless = ("chalicelib.patterns", "chalicelib.processing.names", "chalicelib.processing")
    assert not {name for name in ours if name not in harmless and not name.startswith(harmless[:2])}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_workers_never_import_app(path: Path) -> None:
    if name_of(path) != "app":
        assert not imports_any(path, "app")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_modules_stay_small(path: Path) -> None:
    """A module is one idea."""
    assert len(path.read_text().splitlines()) <= MAX_LINES
