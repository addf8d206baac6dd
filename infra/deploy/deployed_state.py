"""What of a stage's application stands in the account, written down as Chalice's own record.

Chalice keeps that record in a file and writes it at the end of a deploy that went well. A broken deploy, or one from
another machine, would then make a second API. So we rebuild the record from the account each time.
"""

from collections.abc import Iterator
from typing import Any

from infra.deploy.cloud import cloud_client
from infra.deploy.options import Options


def read_record(options: Options) -> dict[str, Any]:
    """Chalice's `deployed/<stage>.json`; its list of resources is empty before the first deploy."""
    # Chalice deletes from the end, so that what others need comes first.
    resources = [*_find_roles(options), *_find_rules(options)]
    for name, arn in find_functions(options).items():
        resources.append({"name": name, "resource_type": "lambda_function", "lambda_arn": arn})
        resources += _find_queue_sources(name, arn)
    rest_api_id = find_rest_api(options)
    if rest_api_id is not None:
        url = f"https://{rest_api_id}.execute-api.amazonaws.com/api/"
        resources.append(
            {"name": "rest_api", "resource_type": "rest_api", "rest_api_id": rest_api_id, "rest_api_url": url}
        )
    return {"resources": resources, "schema_version": "2.0", "backend": "api"}


def find_functions(options: Options) -> dict[str, str]:
    """ARNs of the stage's functions by the names that Chalice knows them by."""
    prefix = options.function_prefix
    found = {}
    for page in cloud_client("lambda").get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            name = function["FunctionName"]
            if name == prefix:
                found["api_handler"] = function["FunctionArn"]
            elif name.startswith(f"{prefix}-"):
                found[name.removeprefix(f"{prefix}-")] = function["FunctionArn"]
    return found


def find_rest_api(options: Options) -> str | None:
    """The REST API that calls the stage's function: by its name, or as Chalice left it by what it calls."""
    nameless = []
    for api in _list_rest_apis():
        if api["name"] == options.function_prefix:
            return str(api["id"])
        if api["name"] == "minisentry":
            nameless.append(str(api["id"]))
    return next((api_id for api_id in nameless if _calls(api_id, options.function_prefix)), None)


def _list_rest_apis() -> Iterator[dict[str, Any]]:
    for page in cloud_client("apigateway").get_paginator("get_rest_apis").paginate():
        yield from page["items"]


def _calls(rest_api_id: str, function_name: str) -> bool:
    answer = cloud_client("apigateway").get_resources(restApiId=rest_api_id, embed=["methods"], limit=500)
    for resource in answer["items"]:
        for method in resource.get("resourceMethods", {}).values():
            if f":function:{function_name}/" in method.get("methodIntegration", {}).get("uri", ""):
                return True
    return False


def _find_roles(options: Options) -> Iterator[dict[str, str]]:
    prefix = f"{options.function_prefix}-"
    for page in cloud_client("iam").get_paginator("list_roles").paginate():
        for role in page["Roles"]:
            if role["RoleName"].startswith(prefix):
                name = f"{role['RoleName'].removeprefix(prefix)}_role"
                found = {"role_name": role["RoleName"], "role_arn": role["Arn"]}
                yield {"name": name, "resource_type": "iam_role", **found}


def _find_rules(options: Options) -> Iterator[dict[str, str]]:
    prefix = f"{options.function_prefix}-"
    for rule in cloud_client("events").list_rules(NamePrefix=prefix)["Rules"]:
        name = rule["Name"].removeprefix(prefix)
        yield {"name": name, "resource_type": "cloudwatch_event", "rule_name": rule["Name"]}


def _find_queue_sources(name: str, function_arn: str) -> list[dict[str, str]]:
    client = cloud_client("lambda")
    mappings = client.list_event_source_mappings(FunctionName=function_arn)["EventSourceMappings"]
    return [
        {
            "name": f"{name}-sqs-event-source",
            "resource_type": "sqs_event",
            "queue_arn": mapping["EventSourceArn"],
            "queue": mapping["EventSourceArn"].rpartition(":")[2],
            "event_uuid": mapping["UUID"],
            "lambda_arn": function_arn,
        }
        for mapping in mappings
        if ":sqs:" in mapping["EventSourceArn"]
    ]
