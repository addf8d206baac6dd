"""One event's way through a deployed stage: HTTP, Lambda, SQS, Lambda, DynamoDB and S3, API. Functions run isolated."""

import contextlib
import json
import math
import random
import threading
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import sentry_sdk

from app import app
from infra.deploy.application import MAX_PACKAGE_BYTES, find_package
from infra.deploy.folders import BUILD, CHALICE_CONFIG
from infra.deploy.functions import LOG_DAYS
from infra.deploy.policies import FUNCTIONS
from infra.wire_routes import WIRE_ROUTES
from tests.deploy.cloud import STAGE, Owner, Site
from tests.sdk_requests import envelope

pytestmark = [pytest.mark.deploy, pytest.mark.timeout(300)]


def wait_for(ask: Callable[[], Any], seconds: float = 45) -> Any:
    """The first true answer of *ask*, or its last one."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()) and time.monotonic() < deadline:
        time.sleep(0.3)
    return answer


@contextlib.contextmanager
def sdk(dsn: str) -> Iterator[sentry_sdk.Client]:
    client = sentry_sdk.Client(dsn=dsn, default_integrations=False, environment="trial", release="shop@1.0")
    try:
        yield client
    finally:
        client.close(timeout=20)


def send(dsn: str, message: str) -> str:
    """The id of an event that the SDK delivered with a real exception in it."""
    with sdk(dsn) as client:
        try:
            int(message)
        except ValueError as error:
            event, hint = sentry_sdk.utils.event_from_exception(error, client_options=client.options)
            event_id = client.capture_event(event, hint=hint)
    assert event_id is not None
    return event_id


def test_a_deploy_takes_less_than_three_minutes(site: Site) -> None:
    assert site.deploy_seconds < 180


def test_every_door_answers(site: Site) -> None:
    rest = site.cloud.http.request("GET", f"{site.rest}/api/health")
    edge = site.cloud.http.request("GET", f"{site.edge}/api/health")

    assert (site.web("GET", "/api/health").status, rest.status, edge.status) == (200, 200, 200)


def test_pages_are_served_with_the_strict_policy(site: Site) -> None:
    page = site.web("GET", "/organizations/acme/issues")

    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "no-cache"
    assert "require-trusted-types-for 'script'" in page.headers["Content-Security-Policy"]


def test_assets_are_kept_for_ever_and_missing_ones_are_missing(site: Site) -> None:
    page = site.web("GET", "/").data.decode()
    asset = "/assets/" + page.partition('src="/assets/')[2].partition('"')[0]

    found = site.web("GET", asset)

    assert found.status == 200
    assert "immutable" in found.headers["Cache-Control"]
    assert site.web("GET", "/assets/none.js").status in {403, 404}


def test_the_gateways_own_refusals_can_be_read_by_browsers(site: Site) -> None:
    refused = site.cloud.http.request("GET", f"{site.rest}/api/no/such/path/at/all")

    assert refused.status == 404
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert refused.json()["error"]["code"] == "not_found"


def test_an_error_of_a_real_sdk_becomes_an_issue(site: Site, owner: Owner) -> None:
    event_id = send(owner.dsn, "the deployed line")

    event = wait_for(lambda: owner.find(f"/api/events/{event_id}"))
    issue = owner.get(f"/api/projects/{owner.project_id}/issues/{event['issue_id']}")

    assert event["event_id"] == event_id
    assert issue["title"] == "ValueError: invalid literal for int() with base 10: 'the deployed line'"
    assert issue["times_seen"] == 1


def test_every_kind_of_the_wire_passes_the_policies(site: Site, owner: Owner) -> None:
    """Policies are enforced here: one of each kind that ingestion stores or counts by another call."""
    small, large = uuid.uuid4().hex, uuid.uuid4().hex
    key, project = f"sentry_key={owner.public_key}", f"/api/{owner.project_id}"
    dialog = urlencode({"dsn": owner.dsn, "eventId": small})
    feedback = {"contexts": {"feedback": {"message": "It broke", "associated_event_id": small}}}
    discarded = {"discarded_events": [{"reason": "sample_rate", "category": "error", "quantity": 1}]}
    report = {"csp-report": {"document-uri": "https://shop.example/", "blocked-uri": "inline"}}
    kinds: dict[str, tuple[str, bytes]] = {
        "an event with a file": (
            f"{project}/envelope/?{key}",
            envelope(
                {"event_id": small, "dsn": owner.dsn},
                ({"type": "event"}, json.dumps({"message": "with a file"}).encode()),
                ({"type": "attachment", "filename": "a.txt"}, b"a line"),
            ),
        ),
        "an event too large for the queue": (
            f"{project}/store/?{key}",
            json.dumps({"event_id": large, "message": "large", "extra": noise(600_000)}).encode(),
        ),
        "through the tunnel": (
            "/api/tunnel",
            envelope({"dsn": owner.dsn}, ({"type": "event"}, json.dumps({"message": "tunnelled"}).encode())),
        ),
        "feedback": (
            f"{project}/envelope/?{key}",
            envelope({"dsn": owner.dsn}, ({"type": "feedback"}, json.dumps(feedback).encode())),
        ),
        "what an SDK discarded": (
            f"{project}/envelope/?{key}",
            envelope({"dsn": owner.dsn}, ({"type": "client_report"}, json.dumps(discarded).encode())),
        ),
        "a browser's report": (f"{project}/security/?{key}", json.dumps(report).encode()),
        "the report dialog": (
            f"/api/embed/error-page/?{dialog}",
            urlencode({"name": "Ann", "email": "ann@example.com", "comments": "It broke"}).encode(),
        ),
    }

    answers = {
        name: site.cloud.http.request("POST", site.edge + path, body=body).status
        for name, (path, body) in kinds.items()
    }
    refused = site.cloud.http.request("POST", f"{site.edge}{project}/envelope/?sentry_key={'f' * 32}", body=b"{}\n")

    assert answers == dict.fromkeys(kinds, 200)
    assert refused.status == 403
    assert wait_for(lambda: owner.find(f"/api/events/{large}"))
    event = wait_for(lambda: owner.find(f"/api/events/{small}"))
    assert [file["name"] for file in event["attachments"]] == ["a.txt"]
    assert log_streams(site, f"/aws/lambda/minisentry-{STAGE}-ingest")


def test_redeploying_under_traffic_loses_nothing(site: Site, owner: Owner) -> None:
    """A batch whose function is replaced under it comes again after the visibility timeout, here 10 s and not 360."""
    sqs = site.cloud.client("sqs")
    queue_url = sqs.get_queue_url(QueueName=f"minisentry-{STAGE}-events")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=queue_url, Attributes={"VisibilityTimeout": "10"})
    accepted: list[str] = []
    stop = threading.Event()

    def keep_sending() -> None:
        while not stop.is_set():
            accepted.append(send_raw(site, owner))
            time.sleep(0.5)

    sender = threading.Thread(target=keep_sending)
    sender.start()
    done = site.cloud.deploy("deploy", "--again")
    stop.set()
    sender.join(30)

    missing = {event_id for event_id in accepted if event_id}
    count = len(missing)
    wait_for(lambda: forget_found(owner, missing), seconds=120)

    assert done.returncode == 0, done.stdout + done.stderr
    assert count >= 5
    assert missing == set()


def test_a_second_deploy_makes_no_second_api(site: Site) -> None:
    apis = site.cloud.client("apigateway").get_rest_apis()["items"]
    mappings = site.cloud.client("lambda").list_event_source_mappings()["EventSourceMappings"]

    assert [api["name"] for api in apis] == [f"minisentry-{STAGE}"]
    assert len(mappings) == len({mapping["EventSourceArn"] for mapping in mappings})


def test_a_deploy_without_a_change_touches_nothing(site: Site) -> None:
    """Neither functions nor API nor stacks: whoever runs it again to be sure changes nothing, and waits for seconds."""
    before = describe_everything(site)
    started = time.monotonic()

    done = site.cloud.deploy()

    assert done.returncode == 0, done.stdout + done.stderr
    assert describe_everything(site) == before
    assert time.monotonic() - started < site.deploy_seconds / 2
    deploys = json.loads(
        site.cloud.client("ssm").get_parameter(Name=f"/minisentry/{STAGE}/deploys")["Parameter"]["Value"]
    )
    assert len(deploys) == 1


def describe_everything(site: Site) -> dict[str, Any]:
    """What would tell that something was touched: times of change, deployments, events of stacks, versions of files."""
    functions = site.cloud.client("lambda").list_functions()["Functions"]
    stacks = [f"minisentry-{STAGE}-{part}" for part in ("data", "edge", "web", "operations")]
    cloudformation, gateway = site.cloud.client("cloudformation"), site.cloud.client("apigateway")
    files = site.cloud.client("s3").list_objects_v2(Bucket=site.cloud.outputs("data")["WebBucket"])["Contents"]
    return {
        "functions": {each["FunctionName"]: (each["LastModified"], each["CodeSha256"]) for each in functions},
        "stacks": {
            name: [event["EventId"] for event in cloudformation.describe_stack_events(StackName=name)["StackEvents"]]
            for name in stacks
        },
        "deployments": sorted(each["id"] for each in gateway.get_deployments(restApiId=site.rest_api_id)["items"]),
        "files": {file["Key"]: file["LastModified"] for file in files},
    }


def test_the_schedule_fires(site: Site) -> None:
    """The rule is made to fire each minute instead of each five, so that the test need not wait for so long."""
    events = site.cloud.client("events")
    rule = next(rule for rule in events.list_rules()["Rules"] if "sweep" in rule["Name"])
    assert rule["ScheduleExpression"] == "rate(5 minutes)"

    events.put_rule(Name=rule["Name"], ScheduleExpression="rate(1 minute)")
    group = f"/aws/lambda/minisentry-{STAGE}-sweep"

    assert wait_for(lambda: log_streams(site, group), seconds=100)


def test_ingestion_is_throttled_apart(site: Site) -> None:
    settings = site.cloud.client("apigateway").get_stage(restApiId=site.rest_api_id, stageName="api")["methodSettings"]

    limits = {path.replace("~1", "/").lstrip("/"): one["throttlingBurstLimit"] for path, one in settings.items()}

    for route in WIRE_ROUTES:
        assert limits[route.lstrip("/")] < limits["*/*"], route


def test_functions_log_json_without_the_platforms_chatter(site: Site) -> None:
    functions = site.cloud.client("lambda").list_functions()["Functions"]
    ours = [one for one in functions if one["FunctionName"].startswith(f"minisentry-{STAGE}")]

    assert len(ours) == len(FUNCTIONS)
    for function in ours:
        assert function["LoggingConfig"]["LogFormat"] == "JSON"
        assert function["LoggingConfig"]["SystemLogLevel"] == "WARN"
        assert function["Environment"]["Variables"]["MINISENTRY_PUBLIC_URL"].startswith("https://")


def test_logs_of_every_function_are_forgotten_after_a_month(site: Site) -> None:
    pages = site.cloud.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/minisentry-{STAGE}")
    kept = {group["logGroupName"]: group.get("retentionInDays") for group in pages["logGroups"]}

    functions = {
        f"/aws/lambda/minisentry-{STAGE}" + ("" if name == "api_handler" else f"-{name}") for name in FUNCTIONS
    }
    assert {name: kept.get(name) for name in functions} == dict.fromkeys(functions, LOG_DAYS)
    workers = json.loads(CHALICE_CONFIG.read_text())["lambda_functions"]
    assert {one.get("log_retention_in_days", LOG_DAYS) for one in workers.values()} == {LOG_DAYS}


def test_each_function_that_fails_whenever_it_runs_raises_an_alarm(site: Site) -> None:
    alarms = site.cloud.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"minisentry-{STAGE}")["MetricAlarms"]
    by_function = {
        alarm["Dimensions"][0]["Value"].removeprefix(f"minisentry-{STAGE}").lstrip("-") or "api_handler": alarm
        for alarm in alarms
        if (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Errors")
    }
    schedules = {
        source.name: source.schedule_expression
        for source in app.event_sources
        if hasattr(source, "schedule_expression")
    }

    assert set(by_function) == set(FUNCTIONS)
    for name, alarm in by_function.items():
        # What is asked by people and queues runs as often as it is asked; a schedule is the most that can fail.
        runs = alarm["Period"] / (60 * schedules[name].value) if name in schedules else math.inf
        assert alarm["Threshold"] < runs, f"{name} fails {runs} times in a period"
        assert alarm["ComparisonOperator"] == "GreaterThanThreshold"


def test_answers_of_5xx_raise_an_alarm_on_both_gateways(site: Site) -> None:
    alarms = site.cloud.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"minisentry-{STAGE}")["MetricAlarms"]
    watched = {
        (alarm["MetricName"], one["Name"], one["Value"])
        for alarm in alarms
        if alarm["Namespace"] == "AWS/ApiGateway"
        for one in alarm["Dimensions"]
    }

    (edge,) = [api["ApiId"] for api in site.cloud.client("apigatewayv2").get_apis()["Items"] if STAGE in api["Name"]]
    assert watched == {("5XXError", "ApiName", f"minisentry-{STAGE}"), ("5xx", "ApiId", edge)}


def test_the_package_is_small_and_holds_nothing_but_the_application(site: Site) -> None:
    package = find_package(BUILD / STAGE)
    assert package is not None

    names = zipfile.ZipFile(package).namelist()

    assert package.stat().st_size < MAX_PACKAGE_BYTES
    assert "app.py" in names
    assert not [name for name in names if name.startswith(("infra/", "tests/", "bench/", "frontend/", "moto/"))]


def test_a_function_may_do_no_more_than_its_policy_says(site: Site, owner: Owner) -> None:
    """Policies are enforced here: without the statement about rows the API cannot read one."""
    iam = site.cloud.client("iam")
    role = f"minisentry-{STAGE}-api_handler"
    name = iam.list_role_policies(RoleName=role)["PolicyNames"][0]
    whole = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    less = {**whole, "Statement": [one for one in whole["Statement"] if one["Sid"] != "Rows"]}
    try:
        put_policy(iam, role, name, less)
        refused = site.web("GET", "/api/auth/me", token=owner.token).status
    finally:
        put_policy(iam, role, name, whole)

    assert refused == 500
    assert site.web("GET", "/api/auth/me", token=owner.token).status == 200


def forget_found(owner: Owner, missing: set[str]) -> bool:
    """Take out of *missing* the events that can be read; True when none is left."""
    for event_id in sorted(missing):
        if owner.find(f"/api/events/{event_id}"):
            missing.discard(event_id)
    return not missing


def noise(size: int) -> dict[str, str]:
    """Text that compression cannot make small."""
    random_text = random.Random(7).randbytes(size // 2).hex()
    return {str(at): random_text[at : at + 8000] for at in range(0, size, 8000)}


def put_policy(iam: Any, role: str, name: str, document: Any) -> None:
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


def log_streams(site: Site, group: str) -> list[Any]:
    logs = site.cloud.client("logs")
    return list(logs.describe_log_streams(logGroupName=group)["logStreams"])


def send_raw(site: Site, owner: Owner) -> str:
    """The event's id when the edge accepted it, else an empty string: SDKs try again or tell their user."""
    event_id = uuid.uuid4().hex
    lines = f'{{"event_id":"{event_id}"}}\n{{"type":"event"}}\n{{"event_id":"{event_id}","message":"under way"}}\n'
    url = f"{site.edge}/api/{owner.project_id}/envelope/?sentry_key={owner.public_key}"
    answer = site.cloud.http.request("POST", url, body=lines.encode())
    return event_id if answer.status == 200 else ""
