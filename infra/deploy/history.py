"""Which code a stage has run: the last deploys, kept in the stage itself, so that anybody can go back to one.

One parameter of SSM, newest first. Of a folder with uncommitted changes no commit is noted: nobody can go back to it.
"""

import json
import subprocess
from dataclasses import asdict, dataclass

from chalicelib import VERSION
from chalicelib.times import format_time, utc_now
from infra.deploy.cloud import cloud_client
from infra.deploy.folders import ROOT

MAX_KEPT = 10


@dataclass(frozen=True, slots=True)
class Deploy:
    """*commit* is None where Git knows of none, or of changes beside it. *mark* tells what was shipped."""

    at: str
    version: str
    commit: str | None
    mark: str


def parameter_name(stage: str) -> str:
    return f"/minisentry/{stage}/deploys"


def list_deploys(stage: str) -> list[Deploy]:
    """Newest first."""
    client = cloud_client("ssm")
    try:
        value = client.get_parameter(Name=parameter_name(stage))["Parameter"]["Value"]
    except client.exceptions.ParameterNotFound:
        return []
    return [Deploy(**each) for each in json.loads(value)]


def note_deploy(stage: str, mark: str) -> None:
    """Note that a deploy went through; one that changed nothing is none."""
    known = list_deploys(stage)
    deploy = Deploy(format_time(utc_now()), VERSION, find_commit(), mark)
    if known and (known[0].mark, known[0].commit) == (deploy.mark, deploy.commit):
        return
    value = json.dumps([asdict(each) for each in [deploy, *known][:MAX_KEPT]])
    cloud_client("ssm").put_parameter(Name=parameter_name(stage), Value=value, Type="String", Overwrite=True)


def find_commit() -> str | None:
    """The commit that this folder is at, if it is exactly that."""
    if _git("status", "--porcelain") != "":
        return None
    return _git("rev-parse", "HEAD") or None


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
