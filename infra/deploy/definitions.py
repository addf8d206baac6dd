"""The four stacks of a stage: which template, and which parameters from where."""

from chalicelib.config import Settings
from infra.deploy.gateway import find_throttles
from infra.deploy.options import Options
from infra.deploy.stacks import Stack, read_outputs
from infra.deploy.stage_environment import edge_secret


def data_stack(options: Options, settings: Settings) -> Stack:
    return Stack(
        options.stack_name("data"),
        "data.yaml",
        {
            "Stage": options.stage,
            "BucketSuffix": settings.bucket_suffix,
            "Protect": "true" if options.choices.protect else "false",
        },
        is_protected=options.choices.protect,
    )


def edge_stack(options: Options, rest_api_id: str) -> Stack:
    ingest, _ = find_throttles()
    return Stack(
        options.stack_name("edge"),
        "edge.yaml",
        {
            "Stage": options.stage,
            "FunctionName": f"{options.function_prefix}-ingest",
            "RestApiId": rest_api_id,
            "RequestsPerSecond": str(ingest.per_second),
            "Burst": str(ingest.burst),
            "EdgeSecret": edge_secret(options.stage),
            "Domain": options.choices.ingest_domain,
            "CertificateArn": options.choices.ingest_certificate_arn,
        },
    )


def web_stack(options: Options, settings: Settings, rest_api_id: str) -> Stack:
    return Stack(
        options.stack_name("web"),
        "web.yaml",
        {
            "Stage": options.stage,
            "WebBucket": settings.bucket_name("web"),
            "RestApiId": rest_api_id,
            "IngestApiId": _ingest_api_id(options),
            "EdgeSecret": edge_secret(options.stage),
            "Domain": options.choices.domain,
            "CertificateArn": options.choices.certificate_arn,
        },
    )


def _ingest_api_id(options: Options) -> str:
    """The edge's HTTP API, which is deployed before CloudFront; empty without an edge."""
    return read_outputs(options.stack_name("edge")).get("ApiId", "") if options.choices.ingest_edge else ""


def operations_stack(options: Options) -> Stack:
    return Stack(
        options.stack_name("operations"),
        "operations.yaml",
        {
            "Stage": options.stage,
            "AlarmEmail": options.choices.alarm_email,
            "MonthlySpendDollars": str(options.choices.monthly_spend_dollars),
            "IngestApiId": _ingest_api_id(options),
        },
    )
