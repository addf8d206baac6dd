"""Settings of functions that Chalice cannot make, or that were unknown when it ran: addresses and the log format."""

from typing import Any

from infra.deploy.account import Account
from infra.deploy.cloud import cloud_client
from infra.deploy.options import Options
from infra.deploy.stage_environment import build_environment
from infra.deploy.standing import find_functions

# Our own lines are JSON already. The platform's START, END and REPORT lines would double what is stored and paid.
LOGGING = {"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN"}


def apply_function_settings(options: Options, account: Account) -> list[str]:
    """Bring the stage's functions up to date and return the names of those that changed."""
    environment = build_environment(options, account)
    return [name for name, arn in find_functions(options).items() if _apply(arn, environment)]


def _apply(function_arn: str, environment: dict[str, str]) -> bool:
    client = cloud_client("lambda")
    current = client.get_function_configuration(FunctionName=function_arn)
    wanted: dict[str, Any] = {}
    if current.get("Environment", {}).get("Variables", {}) != environment:
        wanted["Environment"] = {"Variables": environment}
    if any(current.get("LoggingConfig", {}).get(key) != value for key, value in LOGGING.items()):
        wanted["LoggingConfig"] = LOGGING
    if not wanted:
        return False
    client.get_waiter("function_updated_v2").wait(FunctionName=function_arn)
    client.update_function_configuration(FunctionName=function_arn, **wanted)
    client.get_waiter("function_updated_v2").wait(FunctionName=function_arn)
    return True
