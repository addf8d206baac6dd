"""Settings of functions that Chalice cannot make, or that were unknown when it ran: addresses and the log format."""

from contextlib import suppress
from typing import Any

from chalicelib.config import Settings
from infra.deploy.account import Account
from infra.deploy.cloud import cloud_client
from infra.deploy.content_hash import MARK_TAG, shipped_mark
from infra.deploy.deployed_state import find_functions
from infra.deploy.options import Options
from infra.deploy.policies import FUNCTIONS
from infra.deploy.stage_environment import build_environment

# Our own lines are JSON already. The platform's START, END and REPORT lines would double what is stored and paid.
LOGGING = {"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN"}
# As .chalice/config.json says of the workers. Chalice sets it for no API's function.
LOG_DAYS = 30


def apply_function_settings(options: Options, account: Account) -> list[str]:
    """Bring the stage's functions up to date and return the names of those that changed."""
    environment = build_environment(options, account)
    functions = find_functions(options)
    for arn in functions.values():
        keep_logs(arn.rpartition(":")[2])
    return [name for name, arn in functions.items() if _apply(arn, environment)]


def keep_logs(function: str) -> None:
    """Let the function's log group, which Lambda would make at its first line, forget after LOG_DAYS."""
    client, group = cloud_client("logs"), f"/aws/lambda/{function}"
    with suppress(client.exceptions.ResourceAlreadyExistsException):
        client.create_log_group(logGroupName=group)
    groups = client.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    if {found["logGroupName"]: found.get("retentionInDays") for found in groups}.get(group) != LOG_DAYS:
        client.put_retention_policy(logGroupName=group, retentionInDays=LOG_DAYS)


def mark_functions(options: Options, settings: Settings, account: Account) -> None:
    """Tag the stage's functions with what was shipped, once all of it stands; Chalice takes the tag off before."""
    mark = shipped_mark(options, settings, account)
    for arn in find_functions(options).values():
        cloud_client("lambda").tag_resource(Resource=arn, Tags={MARK_TAG: mark})


def is_shipped(options: Options, settings: Settings, account: Account) -> bool:
    """Whether every function stands with what would be shipped."""
    mark, functions = shipped_mark(options, settings, account), find_functions(options)
    return set(functions) == set(FUNCTIONS) and all(_find_mark(arn) == mark for arn in functions.values())


def list_changes(options: Options, settings: Settings, account: Account) -> dict[str, str]:
    """What a deploy would change, by the name of each function that it would change."""
    mark, environment = shipped_mark(options, settings, account), build_environment(options, account)
    changes = {name: _change(arn, mark, environment) for name, arn in find_functions(options).items()}
    return {name: change for name, change in changes.items() if change}


def _find_mark(function_arn: str) -> str | None:
    mark = cloud_client("lambda").list_tags(Resource=function_arn)["Tags"].get(MARK_TAG)
    return None if mark is None else str(mark)


def _change(function_arn: str, mark: str, environment: dict[str, str]) -> str:
    if _find_mark(function_arn) != mark:
        return "code or configuration"
    return "settings" if _find_wanted(function_arn, environment) else ""


def _find_wanted(function_arn: str, environment: dict[str, str]) -> dict[str, Any]:
    """The settings that are not as they should be, as they should be."""
    current = cloud_client("lambda").get_function_configuration(FunctionName=function_arn)
    wanted: dict[str, Any] = {}
    if current.get("Environment", {}).get("Variables", {}) != environment:
        wanted["Environment"] = {"Variables": environment}
    if any(current.get("LoggingConfig", {}).get(key) != value for key, value in LOGGING.items()):
        wanted["LoggingConfig"] = LOGGING
    return wanted


def _apply(function_arn: str, environment: dict[str, str]) -> bool:
    wanted = _find_wanted(function_arn, environment)
    if not wanted:
        return False
    client = cloud_client("lambda")
    client.get_waiter("function_updated_v2").wait(FunctionName=function_arn)
    client.update_function_configuration(FunctionName=function_arn, **wanted)
    client.get_waiter("function_updated_v2").wait(FunctionName=function_arn)
    return True
