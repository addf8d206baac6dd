"""The emulator with what `chalice deploy` and our stacks need on top, run by its own environment's Python.

Lambda functions run on a bare interpreter under the identity of their roles, so that a requirement missing from the
package or an action missing from a policy fails as it would on AWS.
"""

import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

GATEWAY_HOST = re.compile(r"^(?:https://)?([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com")


def main() -> None:
    os.environ |= {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    ministack = importlib.import_module("ministack.app")
    count_as_https(ministack)
    rest = importlib.import_module("ministack.services.apigateway_v1")
    http = importlib.import_module("ministack.services.apigateway")
    take_imports(rest)
    speak_format_one(http)
    forward_to_own_gateway(http, importlib.import_module("ministack.services.cloudfront"))
    isolate_functions(importlib.import_module("ministack.core.lambda_runtime"), Path(sys.argv[1]))
    share_code(importlib.import_module("ministack.core.lambda_runtime"), Path(sys.argv[1]).with_name("code"))
    uvicorn = importlib.import_module("uvicorn")
    port = int(os.environ["GATEWAY_PORT"])
    uvicorn.run(ministack.app, host="127.0.0.1", port=port, access_log=False, log_level="warning", loop="uvloop")


def count_as_https(ministack: Any) -> None:
    """Treat every call as encrypted, as AWS's are; our buckets refuse others."""
    original = ministack.pin_request_origin
    ministack.pin_request_origin = lambda address, _is_secure: original(address, True)


def take_imports(rest: Any) -> None:
    """ImportRestApi and PutRestApi, and an empty minimum compression size as Chalice sends it."""
    original = rest.handle_request

    async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        parts = path.strip("/").split("/")
        if method == "POST" and parts == ["restapis"] and query.get("mode") in ("import", ["import"]):
            api_id = json.loads(rest._create_rest_api({"name": json.loads(body)["info"]["title"]})[2])["id"]
            return fill(rest, api_id, json.loads(body), 201)
        if method == "PUT" and parts[0] == "restapis" and len(parts) == 2:
            return fill(rest, parts[1], json.loads(body), 200)
        if method == "PATCH" and parts[0] == "restapis" and len(parts) == 2:
            operations = json.loads(body)["patchOperations"]
            kept = [one for one in operations if one["path"] != "/minimumCompressionSize"]
            body = json.dumps({"patchOperations": kept}).encode()
        return await original(method, path, headers, body, query)

    rest.handle_request = handle_request


def fill(rest: Any, api_id: str, document: dict[str, Any], status: int) -> Any:
    """Replace all that the API has by *document*, as mode=overwrite does: gateway responses go, stages stay."""
    api = rest._rest_apis[api_id]
    api["name"] = document["info"]["title"]
    api["binaryMediaTypes"] = document.get("x-amazon-apigateway-binary-media-types", [])
    root = next(key for key, value in rest._resources[api_id].items() if value["path"] == "/")
    rest._resources[api_id] = {root: rest._resources[api_id][root] | {"resourceMethods": {}}}
    rest._gateway_responses[api_id] = {}
    for path, item in document["paths"].items():
        rest._import_path_item(api_id, path, item)
        fill_answers(rest, api_id, path, item)
    return rest._v1_response(rest._rest_api_view(api), status)


def fill_answers(rest: Any, api_id: str, path: str, item: dict[str, Any]) -> None:
    """The answers of preflights, which the emulator's own import leaves out."""
    resource = next(one for one in rest._resources[api_id].values() if one["path"] == path)
    for method, operation in item.items():
        wanted = operation.get("x-amazon-apigateway-integration", {})
        integration = resource["resourceMethods"][method.upper()]["methodIntegration"]
        integration["requestTemplates"] = wanted.get("requestTemplates", {})
        for answer in wanted.get("responses", {}).values() if wanted.get("type") == "mock" else ():
            integration["integrationResponses"][answer["statusCode"]] = {"selectionPattern": "", **answer}


def speak_format_one(http: Any) -> None:
    """Hand HTTP API requests over in payload format 1.0; the emulator only knows 2.0."""
    original = http.run_reentrant

    async def run_reentrant(run: Any, *arguments: Any, **options: Any) -> Any:
        converted = [to_format_one(one) if is_format_two(one) else one for one in arguments]
        return await original(run, *converted, **options)

    http.run_reentrant = run_reentrant


def is_format_two(argument: Any) -> bool:
    return isinstance(argument, dict) and argument.get("version") == "2.0" and "routeKey" in argument


def to_format_one(event: dict[str, Any]) -> dict[str, Any]:
    context, route = event["requestContext"], event["routeKey"].split(" ", 1)[-1]
    query = event.get("queryStringParameters")
    return {
        "version": "1.0",
        "resource": route,
        "path": event["rawPath"],
        "httpMethod": context["http"]["method"],
        "headers": event["headers"],
        "multiValueHeaders": {name: [value] for name, value in event["headers"].items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
        "pathParameters": event["pathParameters"],
        "stageVariables": None,
        "requestContext": {
            **{name: context[name] for name in ("accountId", "apiId", "domainName", "requestId", "stage")},
            "httpMethod": context["http"]["method"],
            "identity": {"sourceIp": context["http"]["sourceIp"], "userAgent": context["http"]["userAgent"]},
            "path": event["rawPath"],
            "requestTimeEpoch": int(time.time() * 1000),
            "resourceId": None,
            "resourcePath": route,
        },
        "body": event.get("body"),
        "isBase64Encoded": event["isBase64Encoded"],
    }


def forward_to_own_gateway(http: Any, cloudfront: Any) -> None:
    """Let CloudFront and the HTTP API reach the REST API, whose name on AWS does not resolve to us."""
    own = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}/_aws/execute-api"
    fetch, forward = http._urlopen_async, cloudfront._forward_to_origin

    async def urlopen(request: Any, timeout_seconds: float) -> Any:
        # The emulator appends the path where AWS fills in the variable.
        request.full_url = GATEWAY_HOST.sub(rf"{own}/\1", request.full_url.replace("/{proxy}", ""))
        return await fetch(request, timeout_seconds)

    def forward_to_origin(origin: dict[str, Any], method: str, uri: str, *rest: Any) -> Any:
        found = GATEWAY_HOST.match(origin["domain_name"])
        if found:
            ours = {"domain_name": "127.0.0.1", "http_port": int(os.environ["GATEWAY_PORT"])}
            origin = {**origin, **ours, "protocol_policy": "http-only"}
            uri = f"/_aws/execute-api/{found[1]}{uri}"
        return forward(origin, method, uri, *rest)

    http._urlopen_async = urlopen
    cloudfront._forward_to_origin = forward_to_origin


def isolate_functions(runtime: Any, folder: Path) -> None:
    """Run Python functions on an interpreter that has nothing but the standard library."""
    if not (folder / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    original = runtime._detect_runtime_binary
    runtime._detect_runtime_binary = lambda name: (str(folder / "bin" / "python"), original(name)[1])


def share_code(runtime: Any, folder: Path) -> None:
    """Unpack each package once for all processes that run it.

    The emulator unpacks one for every process, and takes it away from those under way when a function is updated.
    """
    lock = threading.Lock()

    class SharedArchive(zipfile.ZipFile):
        def extractall(self, path: Any = None, members: Any = None, pwd: Any = None) -> None:
            shared = folder / hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
            with lock:
                if not shared.exists():
                    super().extractall(f"{shared}.part", members, pwd)
                    Path(f"{shared}.part").rename(shared)
            Path(path).rmdir()
            Path(path).symlink_to(shared)

    runtime.zipfile = SimpleNamespace(ZipFile=SharedArchive, BadZipFile=zipfile.BadZipFile)


if __name__ == "__main__":
    main()
