"""The policies that Chalice's own commands read: one file per stage and function beside .chalice/config.json.

`make policies` writes them. `make deploy` builds its own, for the one account and region that it deploys to; these hold
for any account, since nobody knows it when the file is written.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from chalicelib import config
from infra.deploy.account import Account
from infra.deploy.folders import CHALICE_CONFIG
from infra.deploy.options import read_options
from infra.deploy.policies import build_policies

ANY_ACCOUNT = Account("*", "*", "aws")
ANY_SUFFIX = "*"
# The stage of `chalice local`, which asks no IAM.
LOCAL = "local"


def list_policies(file: Path = CHALICE_CONFIG) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The policy files of every stage that *file* names, with what belongs in them."""
    for stage in json.loads(file.read_text())["stages"]:
        if stage == LOCAL:
            continue
        options = read_options(stage, file)
        own = replace(
            config.settings(),
            stage=stage,
            bucket_suffix=options.choices.bucket_suffix or ANY_SUFFIX,
            mail_from=options.environment.get("MINISENTRY_MAIL_FROM", config.settings().mail_from),
        )
        for name, policy in build_policies(own, ANY_ACCOUNT, is_traced=options.is_traced).items():
            yield file.parent / policy_file(stage, name), policy


def policy_file(stage: str, function: str) -> str:
    return f"policy-{stage}-{function}.json"


def render(policy: dict[str, Any]) -> str:
    return json.dumps(policy, indent=2) + "\n"


def main() -> None:
    for path, policy in list_policies():
        path.write_text(render(policy))


if __name__ == "__main__":
    main()
