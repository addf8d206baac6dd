"""The end of a stage: everything goes, unless its data is protected."""

from chalicelib.config import BucketKind
from infra.deploy.application import delete_application
from infra.deploy.cloud import cloud_client
from infra.deploy.deployed_state import read_record
from infra.deploy.errors import DeployError
from infra.deploy.stacks import delete_stack, is_protected
from infra.deploy.steps import Target

_BUCKETS: tuple[BucketKind, ...] = ("events", "artifacts", "web")
_PARAMETERS = ("master-key", "jwt-keys", "setup-token", "edge-secret", "deploys")


def destroy(target: Target) -> None:
    """Delete the stage from the outside in; events last. Safe to repeat after a failure."""
    refuse_while_protected(target)
    options = target.options
    for part in ("operations", "web", "edge"):
        print(f"deleting {part} ...", flush=True)
        delete_stack(options.stack_name(part))
    print("deleting functions and REST API ...", flush=True)
    if read_record(options)["resources"]:
        delete_application(options, target.settings, target.account)
    print("deleting events, issues and everything else that was stored ...", flush=True)
    for kind in _BUCKETS:
        _empty_bucket(target.settings.bucket_name(kind))
    delete_stack(options.stack_name("data"))
    _delete_logs(options.function_prefix)
    names = [f"/minisentry/{options.stage}/{name}" for name in _PARAMETERS]
    cloud_client("ssm").delete_parameters(Names=names)


def refuse_while_protected(target: Target) -> None:
    """DeployError while the options or the stack itself protect the data."""
    options = target.options
    if options.choices.protect or is_protected(options.stack_name("data")):
        how = f'set "protect": false for stage {options.stage} in minisentry.json, run `make deploy`, then this'
        raise DeployError(f"Stage {options.stage} is protected, and destroying it would lose every event: {how}.")


def _empty_bucket(bucket: str) -> None:
    client = cloud_client("s3")
    try:
        pages = list(client.get_paginator("list_objects_v2").paginate(Bucket=bucket))
    except client.exceptions.NoSuchBucket:
        return
    for page in pages:
        keys = [{"Key": item["Key"]} for item in page.get("Contents", [])]
        if keys:
            client.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})


def _delete_logs(function_prefix: str) -> None:
    client = cloud_client("logs")
    own = f"/aws/lambda/{function_prefix}"
    for page in client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=own):
        for group in page["logGroups"]:
            if group["logGroupName"] == own or group["logGroupName"].startswith(f"{own}-"):
                client.delete_log_group(logGroupName=group["logGroupName"])
