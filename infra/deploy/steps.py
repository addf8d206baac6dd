"""The steps of a deploy in their order. Each may be run alone and again; a broken deploy goes on where it stopped."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from chalicelib.aws import secrets
from chalicelib.config import Settings
from infra.deploy import functions, gateway
from infra.deploy.account import Account, check_dashboard, check_home, check_tools, find_account
from infra.deploy.application import deploy_application
from infra.deploy.content_hash import shipped_mark
from infra.deploy.dashboard import upload_dashboard
from infra.deploy.definitions import data_stack, edge_stack, operations_stack, web_stack
from infra.deploy.deployed_state import find_rest_api
from infra.deploy.dsn_hosts import refuse_lost_hosts
from infra.deploy.errors import DeployError
from infra.deploy.history import note_deploy
from infra.deploy.options import Options, read_options
from infra.deploy.stacks import delete_stack, deploy_stack, read_outputs
from infra.deploy.stage_environment import edge_secret, use_stage


@dataclass(frozen=True, slots=True)
class Target:
    """The stage to work on, in the account of the environment's credentials."""

    options: Options
    account: Account
    settings: Settings
    #: Run steps even where nothing changed, for what somebody changed by hand.
    is_repeated: bool = False
    #: Take away hosts that DSNs name.
    drops_hosts: bool = False


def open_target(stage: str, configuration: Path | None = None) -> Target:
    """Read, check and settle everything that can be wrong before anything is changed."""
    check_tools()
    options = read_options(stage, configuration)
    account = find_account()
    settings = use_stage(options, account)
    check_home(stage, settings.bucket_name("events"), account)
    return Target(options, account, settings)


def deploy(target: Target, only: str | None = None) -> None:
    """Run all steps, or *only* the one of that name, which is then run in any case."""
    if not target.drops_hosts:
        refuse_lost_hosts(target.options)
    if only is not None:
        target = replace(target, is_repeated=True)
    for name, (title, run) in STEPS.items():
        if only in {None, name}:
            _run(title, run, target)
    if only is None:
        note_deploy(target.options.stage, shipped_mark(target.options, target.settings, target.account))


def deploy_data(target: Target) -> None:
    deploy_stack(data_stack(target.options, target.settings))


def create_secrets(target: Target) -> None:
    secrets.create_stage_secrets()
    edge_secret(target.options.stage)


def deploy_functions(target: Target) -> None:
    where = target.options, target.settings, target.account
    if target.is_repeated or not functions.is_shipped(*where):
        # Chalice writes the REST API anew, and with it what the gateway step set.
        gateway.unmark(target.options, target.account)
        deploy_application(*where)
        functions.mark_functions(*where)


def set_up_gateway(target: Target) -> None:
    if target.is_repeated or not gateway.is_set_up(target.options, target.account):
        gateway.apply_gateway_settings(target.options, target.account)


def deploy_edge(target: Target) -> None:
    if target.options.choices.ingest_edge:
        deploy_stack(edge_stack(target.options, _rest_api_id(target)))
    else:
        delete_stack(target.options.stack_name("edge"))


def deploy_web(target: Target) -> None:
    deploy_stack(web_stack(target.options, target.settings, _rest_api_id(target)))


def set_up_functions(target: Target) -> None:
    functions.apply_function_settings(target.options, target.account)


def deploy_operations(target: Target) -> None:
    deploy_stack(operations_stack(target.options))


def deploy_dashboard(target: Target) -> None:
    check_dashboard()
    outputs = read_outputs(target.options.stack_name("web"))
    if not outputs:
        raise DeployError("There is no web stack yet; run `make deploy`, which makes it first.")
    upload_dashboard(target.settings.bucket_name("web"), outputs["DistributionId"])


STEPS: dict[str, tuple[str, Callable[[Target], None]]] = {
    "data": ("tables, queues and buckets", deploy_data),
    "secrets": ("keys and set-up token", create_secrets),
    "app": ("functions and REST API", deploy_functions),
    "gateway": ("throttling and error answers", set_up_gateway),
    "edge": ("ingest edge", deploy_edge),
    "web": ("CloudFront", deploy_web),
    "functions": ("addresses and log format of the functions", set_up_functions),
    "operations": ("alarms", deploy_operations),
    "dashboard": ("dashboard", deploy_dashboard),
}


def _run(title: str, run: Callable[[Target], None], target: Target) -> None:
    print(f"{title} ... ", end="", flush=True)
    started = time.monotonic()
    try:
        run(target)
    except BaseException:
        print("stopped", flush=True)
        raise
    print(f"{time.monotonic() - started:.0f} s", flush=True)


def _rest_api_id(target: Target) -> str:
    rest_api_id = find_rest_api(target.options)
    if rest_api_id is None:
        raise DeployError("There is no REST API yet; run `make deploy`, which makes it first.")
    return rest_api_id
