"""Back to the code that a stage ran before: that commit is checked out beside this one and deployed from there."""

import os
import shutil
import subprocess
from pathlib import Path

from infra.deploy.errors import DeployError
from infra.deploy.folders import BUILD, OWN_CONFIG, ROOT
from infra.deploy.history import Deploy

CHECKOUT = BUILD / "rollback"


def choose_deploy(deploys: list[Deploy], wanted: str | None) -> Deploy:
    """The newest deploy of another commit than the one that runs, or the one whose commit begins with *wanted*."""
    known = [each for each in deploys if each.commit is not None]
    if wanted is not None:
        found = next((each for each in known if str(each.commit).startswith(wanted)), None)
        if found is None:
            raise DeployError(f"No deploy of {wanted} is known; known are: {_list(known)}.")
        return found
    running = deploys[0].commit if deploys else None
    found = next((each for each in known if each.commit != running), None)
    if found is None:
        raise DeployError(
            "No earlier deploy of another commit is known. Check out the commit you want, and run `make deploy`."
        )
    return found


def roll_back(
    deploy: Deploy, stage: str, own_config: Path | None, root: Path = ROOT, checkout: Path = CHECKOUT
) -> None:
    """Deploy *deploy*'s commit to *stage*. Raises DeployError when it is not in this clone, or its deploy stops."""
    commit = str(deploy.commit)
    _remove(root, checkout)
    added = subprocess.run(
        ["git", "worktree", "add", "--quiet", "--detach", str(checkout), commit],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if added.returncode != 0:
        reason = added.stderr.strip()
        raise DeployError(f"The commit {commit[:12]} cannot be checked out here; `git fetch` may help: {reason}")
    try:
        config = own_config or OWN_CONFIG
        if config.exists():
            shutil.copy(config, checkout / OWN_CONFIG.name)
        # The make that called us hands down its own settings, such as how many jobs it runs.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        command = ["make", "--no-print-directory", "deploy", f"STAGE={stage}"]
        done = subprocess.run(command, cwd=checkout, env=kept, check=False)
        if done.returncode != 0:
            raise DeployError(f"The deploy of {commit[:12]} stopped; mend what it says and run `make rollback` again.")
    finally:
        _remove(root, checkout)


def _remove(root: Path, checkout: Path) -> None:
    shutil.rmtree(checkout, ignore_errors=True)
    subprocess.run(["git", "worktree", "prune"], cwd=root, capture_output=True, check=False)


def _list(deploys: list[Deploy]) -> str:
    return ", ".join(f"{str(each.commit)[:12]} ({each.version}, {each.at[:16]})" for each in deploys) or "none"
