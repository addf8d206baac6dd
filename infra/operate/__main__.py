"""`python -m infra.operate --stage prod COMMAND`. Exits 1 with one sentence when something is wrong."""

import argparse
import sys
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy.errors import DeployError
from infra.deploy.steps import open_target
from infra.operate import commands
from infra.operate.dead_letters import QUEUES


def main(arguments: list[str]) -> int:
    chosen = build_parser().parse_args(arguments)
    try:
        open_target(chosen.stage, chosen.config)
        chosen.run(chosen)
    except DeployError as error:
        print(error, file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"AWS refused: {error}", file=sys.stderr)
        return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.operate", description="Look after a stage.")
    parser.add_argument("--stage", required=True)
    parser.add_argument("--config", type=Path, help="your own settings, instead of minisentry.json")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    add_stage_commands(verbs)
    add_project_commands(verbs)
    return parser


def add_stage_commands(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _add(verbs, "health", commands.show_health, "say whether everything works")
    _add(verbs, "setup-token", commands.show_setup_token, "print the token that makes the first owner")
    owner = _add(verbs, "first-owner", commands.create_first_owner, "make the first owner and print the password")
    owner.add_argument("--email", required=True)
    owner.add_argument("--name", default="Owner")
    factor = _add(
        verbs, "two-factor-off", commands.turn_off_two_factor, "let somebody in who lost app and recovery codes"
    )
    factor.add_argument("--email", required=True)
    listing = _add(verbs, "dead-letters", commands.show_dead_letters, "list what was set aside, with reasons")
    listing.add_argument("--queue", choices=QUEUES, default="events")
    back = _add(verbs, "redrive", commands.redrive_dead_letters, "send what was set aside back to its queue")
    back.add_argument("--queue", choices=QUEUES, default="events")
    back.add_argument("--reason", default="", help="only those whose reason contains these words")
    rotation = _add(verbs, "rotate-keys", commands.rotate_keys, "sign access tokens with a new key")
    rotation.add_argument("--leaked", action="store_true", help="stop believing every older key at once")
    copy = _add(verbs, "backup", commands.back_up, "copy the core table into a file")
    copy.add_argument("file", type=Path)
    copy.add_argument("--events", action="store_true", help="the hot table too")
    _add(verbs, "restore", commands.restore, "put a backup's rows back").add_argument("file", type=Path)


def add_project_commands(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    days = _add(verbs, "retention", commands.set_retention, "keep a project's events for 7, 30 or 90 days")
    days.add_argument("--project", required=True)
    days.add_argument("--days", type=int, required=True)
    for name, run, words in (
        ("reindex", commands.reindex, "build a project's issue index anew"),
        ("cost", commands.show_cost, "say what a project costs this month"),
    ):
        _add(verbs, name, run, words).add_argument("--project", required=True)
    end = _add(verbs, "erase", commands.erase, "make a project's stored events unreadable for ever")
    end.add_argument("--project", required=True)
    end.add_argument("--yes", action="store_true", help="without asking")


def _add(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: object, words: str
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
