"""What the owner chose for a stage, read from .chalice/config.json. Ends in DeployError when it makes no sense."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from infra.deploy.errors import DeployError
from infra.deploy.folders import CHALICE_CONFIG

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


def read_options(stage: str, file: Path = CHALICE_CONFIG) -> Options:
    """The options of *stage*. A stage that *file* does not name gets every default."""
    if not _STAGE_NAME.fullmatch(stage):
        raise DeployError(f"STAGE={stage}: expected up to 20 lower-case letters and digits, starting with a letter.")
    if stage == "local":
        raise DeployError("STAGE=local is the name of the local stack; choose another, such as prod.")
    try:
        chalice = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise DeployError(f"{file} cannot be read: {error}") from error
    block = chalice.get("stages", {}).get(stage, {})
    return Options(stage, _read_choices(block.get("minisentry", {}), stage), _read_environment(block, chalice), chalice)


def _read_choices(block: Mapping[str, Any], stage: str) -> Choices:
    known = {field.name: field.type for field in fields(Choices)}
    for name, value in block.items():
        if name not in known:
            allowed = ", ".join(known)
            raise DeployError(f".chalice/config.json, stage {stage}: {name!r} is not known; expected {allowed}.")
        if type(value) is not known[name]:
            raise DeployError(f".chalice/config.json, stage {stage}: {name} must be {_say_type(known[name])}.")
    choices = Choices(**block)
    if bool(choices.domain) != bool(choices.certificate_arn):
        raise DeployError(f"Stage {stage} needs both domain and certificate_arn (in us-east-1), or neither.")
    return choices


def _read_environment(block: Mapping[str, Any], chalice: Mapping[str, Any]) -> dict[str, str]:
    merged = {**chalice.get("environment_variables", {}), **block.get("environment_variables", {})}
    return {str(name): str(value) for name, value in merged.items()}


def _say_type(kind: Any) -> str:
    return {bool: "true or false", str: "text in quotes", int: "a whole number"}[kind]
