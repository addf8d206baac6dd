"""`python -m infra.deploy`: deploy, plan, roll back or destroy a stage.

Exits 1 with one sentence when something is wrong.
"""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from infra.deploy.destroy import destroy
from infra.deploy.errors import DeployError
from infra.deploy.history import list_deploys
from infra.deploy.plan import print_plan
from infra.deploy.rollback import choose_deploy, roll_back
from infra.deploy.stacks import read_outputs
from infra.deploy.steps import STEPS, Target, deploy, open_target


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("action", choices=["deploy", "plan", "rollback", "destroy"])
    parser.add_argument("--stage", required=True)
    parser.add_argument("--only", choices=list(STEPS), help="one step of a deploy")
    parser.add_argument("--config", type=Path, help="your own settings, instead of minisentry.json")
    parser.add_argument("--again", action="store_true", help="run every step, also where nothing changed")
    parser.add_argument("--drop-dsn-hosts", action="store_true", help="take away hosts that DSNs name")
    parser.add_argument("--to", metavar="COMMIT", help="roll back to this commit instead of the one before")
    parser.add_argument("--yes", action="store_true", help="destroy without asking")
    chosen = parser.parse_args(arguments)
    try:
        _act(chosen, open_target(chosen.stage, chosen.config))
    except DeployError as error:
        print(error, file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"AWS refused a step: {error}. Run it again once that is mended; it goes on from there.", file=sys.stderr)
        return 1
    except ResponseParserError:
        where = os.environ.get("AWS_ENDPOINT_URL", "AWS")
        print(
            f"{where} answers what is no answer of AWS's. Emulators that take a deploy: docs/localstack.md",
            file=sys.stderr,
        )
        return 1
    return 0


def _act(chosen: argparse.Namespace, target: Target) -> None:
    if chosen.action == "plan":
        print_plan(target)
    elif chosen.action == "destroy":
        _confirm(chosen)
        destroy(target)
    elif chosen.action == "rollback":
        _roll_back(chosen)
    else:
        deploy(replace(target, is_repeated=chosen.again, drops_hosts=chosen.drop_dsn_hosts), chosen.only)
        _print_result(target)


def _roll_back(chosen: argparse.Namespace) -> None:
    deploy = choose_deploy(list_deploys(chosen.stage), chosen.to)
    print(f"Stage {chosen.stage} goes back to {str(deploy.commit)[:12]}, version {deploy.version}, of {deploy.at}.")
    roll_back(deploy, chosen.stage, chosen.config)


def _confirm(chosen: argparse.Namespace) -> None:
    if chosen.yes:
        return
    answer = input(f"This deletes every event and issue of stage {chosen.stage}. Type the stage's name to go on: ")
    if answer != chosen.stage:
        raise DeployError("Nothing was deleted.")


def _print_result(target: Target) -> None:
    web = read_outputs(target.options.stack_name("web"))
    if web:
        edge = read_outputs(target.options.stack_name("edge"))
        print(f"\nDashboard   {web['PublicUrl']}")
        print(f"DSNs name   {edge.get('IngestUrl', web['PublicUrl'])}")
        if "DomainTarget" in edge:
            print(f"            (point a CNAME of that name at {edge['DomainTarget']})")
        print(f"First owner make operate STAGE={target.options.stage} DO=setup-token")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
