"""What the owner chose for a stage: the checked-in configuration, and over it a file of the owner's own.

That one is in no commit of ours, so that an upgrade never meets a change of somebody's. Ends in DeployError when it
makes no sense.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from infra.deploy.errors import DeployError
from infra.deploy.folders import CHALICE_CONFIG, OWN_CONFIG, ROOT

_STAGE_NAME = re.compile(r"[a-z][a-z0-9]{0,19}")


@dataclass(frozen=True, slots=True)
class Choices:
    """The block `minisentry` of a stage.

    *bucket_suffix* makes bucket names unique in the world; the account id when empty.
    """

    protect: bool = True
    ingest_edge: bool = True
    domain: str = ""
    certificate_arn: str = ""
    ingest_domain: str = ""
    ingest_certificate_arn: str = ""
    alarm_email: str = ""
    monthly_spend_dollars: int = 25
    bucket_suffix: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """A stage's choices, its functions' environment, and Chalice's own configuration as it stands in the file."""

    stage: str
    choices: Choices
    environment: Mapping[str, str]
    chalice: Mapping[str, Any]

    @property
    def is_traced(self) -> bool:
        return bool(self.chalice.get("stages", {}).get(self.stage, {}).get("xray", self.chalice.get("xray", False)))

    def stack_name(self, part: str) -> str:
        return f"minisentry-{self.stage}-{part}"

    @property
    def function_prefix(self) -> str:
        """The API function's name; the others' names add a dash and their own."""
        return f"minisentry-{self.stage}"


def read_options(stage: str, own_file: Path | None = None) -> Options:
    """The options of *stage*, with *own_file*, or what OWN_CONFIG says, over the checked-in ones.

    A stage that no file names gets every default.
    """
    if not _STAGE_NAME.fullmatch(stage):
        raise DeployError(f"STAGE={stage}: expected up to 20 lower-case letters and digits, starting with a letter.")
    if stage == "local":
        raise DeployError("STAGE=local is the name of the local stack; choose another, such as prod.")
    file = own_file or (OWN_CONFIG if OWN_CONFIG.exists() else None)
    chalice = _read_file(CHALICE_CONFIG)
    if file is not None:
        chalice = _merge(chalice, _read_file(file))
    block = chalice.get("stages", {}).get(stage, {})
    choices = _read_choices(block.get("minisentry", {}), stage, file or CHALICE_CONFIG)
    return Options(stage, choices, _read_environment(block, chalice), chalice)


def _read_file(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise DeployError(f"{file} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise DeployError(f'{file} cannot be read: expected an object, as in {{"stages": {{"prod": {{}}}}}}')
    return content


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """*over* wins, name by name at every depth: a stage that changes one choice keeps all others."""
    merged = dict(under)
    for name, value in over.items():
        below = merged.get(name)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[name] = _merge(below, value)
        else:
            merged[name] = value
    return merged


def _read_choices(block: Mapping[str, Any], stage: str, file: Path) -> Choices:
    known = {field.name: field.type for field in fields(Choices)}
    for name, value in block.items():
        if name not in known:
            allowed = ", ".join(known)
            raise DeployError(f"{_shown(file)}, stage {stage}: {name!r} is not known; expected {allowed}.")
        if type(value) is not known[name]:
            raise DeployError(f"{_shown(file)}, stage {stage}: {name} must be {_say_type(known[name])}.")
    choices = Choices(**block)
    if bool(choices.domain) != bool(choices.certificate_arn):
        raise DeployError(f"Stage {stage} needs both domain and certificate_arn (in us-east-1), or neither.")
    if bool(choices.ingest_domain) != bool(choices.ingest_certificate_arn):
        raise DeployError(
            f"Stage {stage} needs both ingest_domain and ingest_certificate_arn (in the stage's region), or neither."
        )
    if choices.ingest_domain and not choices.ingest_edge:
        raise DeployError(
            f"Stage {stage}: ingest_domain is a name of the ingest edge, so that ingest_edge must be true."
        )
    return choices


def _read_environment(block: Mapping[str, Any], chalice: Mapping[str, Any]) -> dict[str, str]:
    merged = {**chalice.get("environment_variables", {}), **block.get("environment_variables", {})}
    return {str(name): str(value) for name, value in merged.items()}


def _shown(file: Path) -> str:
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)


def _say_type(kind: Any) -> str:
    return {bool: "true or false", str: "text in quotes", int: "a whole number"}[kind]
