"""Tables, queues and buckets of the local stage, from the template that AWS gets. Fails with a LocalStackError."""

import time
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.cloud import cloud_client
from infra.local.environment import STAGE
from infra.local.errors import LocalStackError
from infra.local.folders import ROOT

TEMPLATE = ROOT / "infra" / "data.yaml"
STACK_NAME = f"minisentry-{STAGE}-data"
_PARAMETERS = [
    {"ParameterKey": "Stage", "ParameterValue": STAGE},
    {"ParameterKey": "Protect", "ParameterValue": "false"},
]
_TIMEOUT_SECONDS = 120.0
_POLL_SECONDS = 0.1


def deploy_resources(template: Path = TEMPLATE) -> None:
    """Create the stack, or update it when the template changed."""
    body = template.read_text()
    try:
        stack = _find_stack()
        if stack is None:
            _create(body)
        elif _deployed_template() != body:
            _update(body)
    except (BotoCoreError, ClientError) as error:
        raise LocalStackError(f"The stack of infra/{template.name} could not be deployed: {error}") from error


def _create(body: str) -> None:
    cloud_client("cloudformation").create_stack(StackName=STACK_NAME, TemplateBody=body, Parameters=_PARAMETERS)
    _wait_for("CREATE_COMPLETE")


def _update(body: str) -> None:
    try:
        cloud_client("cloudformation").update_stack(StackName=STACK_NAME, TemplateBody=body, Parameters=_PARAMETERS)
    except ClientError as error:
        if "No updates" in str(error):
            return
        raise
    _wait_for("UPDATE_COMPLETE")


def _find_stack() -> dict[str, Any] | None:
    try:
        stacks = cloud_client("cloudformation").describe_stacks(StackName=STACK_NAME)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    live = [stack for stack in stacks if not stack["StackStatus"].startswith("DELETE")]
    return live[0] if live else None


def _deployed_template() -> str:
    answer = cloud_client("cloudformation").get_template(StackName=STACK_NAME, TemplateStage="Original")
    return str(answer["TemplateBody"])


def _wait_for(status: str) -> None:
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        stack = _find_stack()
        current = stack["StackStatus"] if stack else "DELETED"
        if current == status:
            return
        if not current.endswith("_IN_PROGRESS") or "ROLLBACK" in current:
            raise LocalStackError(f"The stack {STACK_NAME} ended as {current}: {_first_failure()}")
        time.sleep(_POLL_SECONDS)
    raise LocalStackError(f"The stack {STACK_NAME} was not ready after {_TIMEOUT_SECONDS:.0f} seconds")


def _first_failure() -> str:
    events = cloud_client("cloudformation").describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    if not failed:
        return "no reason given"
    # Newest come first; the oldest failure is the cause, the later ones its consequences.
    cause = failed[-1]
    return f"{cause['LogicalResourceId']}: {cause.get('ResourceStatusReason', 'no reason given')}"
