"""Functions, roles and REST API: `chalice deploy` from a build folder that holds what it needs and no more."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from chalicelib import VERSION
from chalicelib.config import Settings
from infra.deploy.account import Account
from infra.deploy.content_hash import SHIPPED, architecture_of
from infra.deploy.deployed_state import read_record
from infra.deploy.errors import DeployError
from infra.deploy.folders import BUILD, ROOT
from infra.deploy.libraries import compile_for_lambda, gather_libraries
from infra.deploy.options import Options
from infra.deploy.policies import FUNCTIONS, build_policies
from infra.deploy.stage_environment import build_environment

# Chalice sends the package inline, and AWS takes 50 MiB that way; we stop well before.
MAX_PACKAGE_BYTES = 40_000_000


def deploy_application(options: Options, settings: Settings, account: Account) -> None:
    """Bring functions, roles, queue sources, schedule and REST API up to date. Safe to repeat after any failure."""
    folder = prepare_build(options, settings, account)
    done = _chalice(folder, "deploy", "--stage", options.stage, "--connection-timeout", "300")
    if done.returncode != 0:
        raise DeployError(
            f"chalice deploy stopped:\n\n{_said(done)}\n\nMend that and run it again; it goes on from there."
        )
    check_package(folder)


def delete_application(options: Options, settings: Settings, account: Account) -> None:
    folder = prepare_build(options, settings, account)
    done = _chalice(folder, "delete", "--stage", options.stage)
    if done.returncode != 0:
        raise DeployError(f"chalice delete stopped:\n\n{_said(done)}\n\nRun it again.")


def prepare_build(options: Options, settings: Settings, account: Account) -> Path:
    """The folder that Chalice deploys: sources, configuration, policies, and the record of what stands."""
    folder = BUILD / options.stage
    _copy_sources(folder)
    _link_libraries(folder, architecture_of(options))
    chalice = folder / ".chalice"
    (chalice / "deployed").mkdir(parents=True, exist_ok=True)
    _write(chalice / "config.json", build_config(options, account))
    for name, policy in build_policies(settings, account, is_traced=options.is_traced).items():
        _write(chalice / f"policy-{name}.json", policy)
    _write(chalice / "deployed" / f"{options.stage}.json", read_record(options))
    return folder


def build_config(options: Options, account: Account) -> dict[str, Any]:
    """Chalice's configuration: the checked-in one with the stage's environment and a policy per function."""
    config: dict[str, Any] = {key: value for key, value in options.chalice.items() if key != "stages"}
    own = dict(options.chalice.get("stages", {}).get(options.stage, {}))
    own.pop("minisentry", None)
    own["environment_variables"] = build_environment(options, account)
    own["tags"] = {"minisentry": options.stage, "minisentry-version": VERSION, **own.get("tags", {})}
    functions = own.setdefault("lambda_functions", {})
    for name in FUNCTIONS:
        functions[name] = {**functions.get(name, {}), "iam_policy_file": f"policy-{name}.json"}
    return {**config, "stages": {options.stage: own}}


def find_package(folder: Path) -> Path | None:
    """The newest zip that Chalice made in the build folder."""
    packages = sorted((folder / ".chalice" / "deployments").glob("*.zip"), key=lambda path: path.stat().st_mtime)
    return packages[-1] if packages else None


def check_package(folder: Path) -> None:
    package = find_package(folder)
    if package is not None and package.stat().st_size > MAX_PACKAGE_BYTES:
        size = package.stat().st_size / 1e6
        raise DeployError(f"The package has {size:.0f} MB, more than 40; a requirement has grown: {package}")


def _copy_sources(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in SHIPPED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy2(source, target)
    compile_for_lambda(folder / "chalicelib", "/var/task/chalicelib")


def _link_libraries(folder: Path, architecture: str) -> None:
    """Chalice ships what is in `vendor` as it is; with requirements to gather itself it would leave out bytecode."""
    (folder / "requirements.txt").write_text("")
    vendor = folder / "vendor"
    vendor.unlink(missing_ok=True)
    vendor.symlink_to(gather_libraries(architecture), target_is_directory=True)


def _chalice(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "import sys; from chalice.cli import main; sys.exit(main())",
        "--project-dir",
        str(folder),
        *arguments,
    ]
    # Chalice loads the application as it is in the build folder, not as it is here.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def _said(done: subprocess.CompletedProcess[str]) -> str:
    """All of Chalice's complaint. Its progress goes to standard output, and would bury it."""
    return done.stderr.strip() or done.stdout.strip() or "no reason given"


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n")
