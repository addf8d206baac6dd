"""The end of a stage. This file's name puts it after those that need the stage."""

import pytest

from tests.deploy.cloud import STAGE, Site

pytestmark = [pytest.mark.deploy, pytest.mark.timeout(300)]


def test_destroy_leaves_nothing_of_the_stage(site: Site) -> None:
    done = site.cloud.deploy("destroy", "--yes")

    assert done.returncode == 0, done.stdout + done.stderr
    assert list_left_overs(site) == []


def test_destroying_what_is_gone_is_no_error(site: Site) -> None:
    done = site.cloud.deploy("destroy", "--yes")

    assert done.returncode == 0, done.stdout + done.stderr


def list_left_overs(site: Site) -> list[str]:
    """Everything in the account that carries the stage's name."""
    cloud = site.cloud
    names = [function["FunctionName"] for function in cloud.client("lambda").list_functions()["Functions"]]
    names += cloud.client("dynamodb").list_tables()["TableNames"]
    names += [bucket["Name"] for bucket in cloud.client("s3").list_buckets()["Buckets"]]
    names += cloud.client("sqs").list_queues().get("QueueUrls", [])
    names += [role["RoleName"] for role in cloud.client("iam").list_roles()["Roles"]]
    names += [api["name"] for api in cloud.client("apigateway").get_rest_apis()["items"]]
    names += [api["Name"] for api in cloud.client("apigatewayv2").get_apis()["Items"]]
    names += [rule["Name"] for rule in cloud.client("events").list_rules()["Rules"]]
    names += [alarm["AlarmName"] for alarm in cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]]
    names += [parameter["Name"] for parameter in cloud.client("ssm").describe_parameters()["Parameters"]]
    names += [group["logGroupName"] for group in cloud.client("logs").describe_log_groups()["logGroups"]]
    return [name for name in names if STAGE in name]
