"""What a deploy ships to the functions, as one mark that they carry: by it a plan tells whether anything changed."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.config import Settings
from infra.deploy.account import Account
from infra.deploy.folders import ROOT
from infra.deploy.libraries import libraries_mark
from infra.deploy.options import Options
from infra.deploy.policies import build_policies

SHIPPED = ("app.py", "chalicelib")
MARK_TAG = "minisentry-shipped"


def shipped_mark(options: Options, settings: Settings, account: Account) -> str:
    """A hash of sources, libraries, configuration and policies. Of the environment the functions themselves tell."""
    digest = hashlib.sha256()
    for path in list_sources():
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    digest.update(libraries_mark(architecture_of(options)).encode())
    policies = build_policies(settings, account, is_traced=options.is_traced)
    digest.update(json.dumps([_configuration(options), policies], sort_keys=True).encode())
    return digest.hexdigest()[:16]


def list_sources() -> Iterator[Path]:
    for name in SHIPPED:
        source = ROOT / name
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        yield from (path for path in files if path.is_file() and "__pycache__" not in path.parts)


def architecture_of(options: Options) -> str:
    return str(options.chalice.get("lambda_architecture", "x86_64"))


def _configuration(options: Options) -> list[Mapping[str, Any]]:
    """What Chalice reads for this stage, without its environment."""
    apart = {"stages", "environment_variables", "minisentry"}
    parts = (options.chalice, options.chalice.get("stages", {}).get(options.stage, {}))
    return [{name: value for name, value in part.items() if name not in apart} for part in parts]
