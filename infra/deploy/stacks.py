"""CloudFormation stacks, deployed by change sets so that plan and deploy see the same. Failures are DeployErrors."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from infra.deploy.cloud import cloud_client
from infra.deploy.errors import DeployError
from infra.deploy.folders import TEMPLATES

_POLL_SECONDS = 0.5
_SLOWEST_POLL_SECONDS = 10.0
# A CloudFront distribution takes five to fifteen minutes.
_PATIENCE_SECONDS = 2400.0
# States that hold nothing worth keeping: a first creation that failed, or a change set that nobody executed.
_LEFTOVERS = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "REVIEW_IN_PROGRESS", "DELETE_FAILED"}
_BEGINNINGS = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"}
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed", "contains no changes")


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as it should be: *template* is a file name in infra/."""

    name: str
    template: str
    parameters: Mapping[str, str]
    is_protected: bool = False


def deploy_stack(stack: Stack) -> dict[str, str]:
    """Create or update *stack* and return its outputs. Does nothing when it is as it should be."""
    _settle(stack.name)
    change_set = _create_change_set(stack)
    if change_set is not None:
        cloud_client("cloudformation").execute_change_set(ChangeSetName=change_set, StackName=stack.name)
        _wait_until_whole(stack.name)
    if is_protected(stack.name) != stack.is_protected:
        cloud_client("cloudformation").update_termination_protection(
            StackName=stack.name, EnableTerminationProtection=stack.is_protected
        )
    return read_outputs(stack.name)


def plan_stack(stack: Stack) -> list[str]:
    """What a deploy would change, a line each."""
    is_new = _find(stack.name) is None
    change_set = _create_change_set(stack)
    if change_set is None:
        return []
    client = cloud_client("cloudformation")
    changes = client.describe_change_set(ChangeSetName=change_set, StackName=stack.name)["Changes"]
    client.delete_change_set(ChangeSetName=change_set, StackName=stack.name)
    if is_new:
        client.delete_stack(StackName=stack.name)
    return [_describe_change(change["ResourceChange"]) for change in changes]


def read_outputs(name: str) -> dict[str, str]:
    """The stack's outputs; empty when it does not stand."""
    stack = _find(name)
    if stack is None or stack["StackStatus"] in _LEFTOVERS:
        return {}
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def is_protected(name: str) -> bool:
    stack = _find(name)
    return stack is not None and bool(stack.get("EnableTerminationProtection"))


def delete_stack(name: str) -> None:
    """Delete the stack and wait until it is gone; nothing when it is gone already."""
    if _find(name) is None:
        return
    cloud_client("cloudformation").delete_stack(StackName=name)
    status = _wait_while_in_progress(name)
    if status is not None:
        raise DeployError(f"The stack {name} could not be deleted ({status}): {_first_failure(name)}. Run it again.")


def _settle(name: str) -> None:
    """Bring a stack that a broken deploy left behind into a state that a deploy can start from."""
    status = _wait_while_in_progress(name)
    if status == "UPDATE_ROLLBACK_FAILED":
        cloud_client("cloudformation").continue_update_rollback(StackName=name)
        status = _wait_while_in_progress(name)
    if status in _LEFTOVERS:
        cloud_client("cloudformation").delete_stack(StackName=name)
        _wait_while_in_progress(name)


def _create_change_set(stack: Stack) -> str | None:
    """The change set's id, or None when the stack is as it should be."""
    client = cloud_client("cloudformation")
    answer = client.create_change_set(
        StackName=stack.name,
        ChangeSetName=f"deploy-{time.time_ns()}",
        ChangeSetType="CREATE" if _find(stack.name) is None else "UPDATE",
        TemplateBody=(TEMPLATES / stack.template).read_text(),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in stack.parameters.items()],
        # The alarms are written as loops, which a transform of AWS unrolls.
        Capabilities=["CAPABILITY_AUTO_EXPAND"],
        Tags=[{"Key": "minisentry", "Value": stack.name.split("-")[1]}],
    )
    change_set = str(answer["Id"])
    described = _wait_for_change_set(stack.name, change_set)
    if described["Status"] == "CREATE_COMPLETE":
        return change_set
    client.delete_change_set(ChangeSetName=change_set, StackName=stack.name)
    reason = described.get("StatusReason", "no reason given")
    if any(words in reason for words in _NOTHING_TO_DO):
        return None
    raise DeployError(f"infra/{stack.template} cannot be applied: {reason}")


def _wait_for_change_set(stack_name: str, change_set: str) -> dict[str, Any]:
    for pause in _pauses():
        answer = cloud_client("cloudformation").describe_change_set(ChangeSetName=change_set, StackName=stack_name)
        if answer["Status"] in {"CREATE_COMPLETE", "FAILED"}:
            return dict(answer)
        time.sleep(pause)
    raise DeployError(f"The change set of {stack_name} was not ready in time. Run it again.")


def _wait_until_whole(name: str) -> None:
    status = _wait_while_in_progress(name)
    if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        cause = _first_failure(name)
        if "already exists" in cause:
            raise DeployError(
                f"{cause}. Something of that name stands outside {name}: delete it or choose another STAGE."
            )
        raise DeployError(f"The stack {name} ended as {status}: {cause}. Mend that and run it again.")


def _wait_while_in_progress(name: str) -> str | None:
    """The state in which the stack comes to rest; None when it does not exist."""
    for pause in _pauses():
        stack = _find(name)
        if stack is None:
            return None
        status = str(stack["StackStatus"])
        if not status.endswith("_IN_PROGRESS") or status == "REVIEW_IN_PROGRESS":
            return status
        time.sleep(pause)
    raise DeployError(f"The stack {name} is still changing; wait for it in the console and run this again.")


def _pauses() -> Any:
    deadline, pause = time.monotonic() + _PATIENCE_SECONDS, _POLL_SECONDS
    while time.monotonic() < deadline:
        yield pause
        pause = min(pause * 1.3, _SLOWEST_POLL_SECONDS)


def _find(name: str) -> dict[str, Any] | None:
    try:
        stacks = cloud_client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    live = [stack for stack in stacks if stack["StackStatus"] != "DELETE_COMPLETE"]
    return live[0] if live else None


def _first_failure(name: str) -> str:
    """Why the newest attempt failed: the oldest failure since it began is the cause, later ones its consequences."""
    conflict = _find_conflict(name)
    if conflict is not None:
        return conflict
    cause = "no reason given"
    for event in cloud_client("cloudformation").describe_stack_events(StackName=name)["StackEvents"]:
        if event["ResourceStatus"].endswith("FAILED"):
            cause = f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"
        elif event["LogicalResourceId"] == name and event["ResourceStatus"] in _BEGINNINGS:
            break
    return cause


def _find_conflict(name: str) -> str | None:
    """What CloudFormation's own validation said before it made anything, such as a name that is taken."""
    events = cloud_client("cloudformation").describe_events(StackName=name)["OperationEvents"]
    for event in events:
        if event["OperationId"] == events[0]["OperationId"] and event["EventType"] == "VALIDATION_ERROR":
            return f"{event['LogicalResourceId']}: {event['ValidationStatusReason']}".rstrip(".")
    return None


def _describe_change(change: Mapping[str, Any]) -> str:
    replaced = " (REPLACED: its content would be lost)" if change.get("Replacement") == "True" else ""
    # What goes is to be seen among what comes.
    action = "REMOVE" if change["Action"] == "Remove" else change["Action"].lower()
    return f"{action} {change['ResourceType']} {change['LogicalResourceId']}{replaced}"
