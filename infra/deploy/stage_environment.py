"""The environment variables of a stage's functions, and of our own code while it works for that stage."""

import os
import secrets

from botocore.exceptions import ClientError

from chalicelib import config
from infra.deploy.account import Account
from infra.deploy.cloud import cloud_client
from infra.deploy.errors import DeployError
from infra.deploy.options import Options
from infra.deploy.stacks import read_outputs


def use_stage(options: Options, account: Account) -> config.Settings:
    """Make `config.settings()` speak of this stage. DeployError when the environment in the options is nonsense."""
    # Chalice and our own clients read the region from here; a profile may be where it came from.
    os.environ |= build_environment(options, account) | {"AWS_DEFAULT_REGION": account.region}
    config.settings.cache_clear()
    try:
        return config.settings()
    except config.ConfigError as error:
        raise DeployError(f"The configuration of stage {options.stage}: {error}") from None


def build_environment(options: Options, account: Account) -> dict[str, str]:
    """All that functions are told. URLs are known from the second pass on, when the stacks that make them stand."""
    return {
        "MINISENTRY_STAGE": options.stage,
        "MINISENTRY_BUCKET_SUFFIX": options.choices.bucket_suffix or account.id,
        "MINISENTRY_XRAY": "true" if options.is_traced else "false",
        **_addresses(options),
        **options.environment,
    }


def edge_secret(stage: str) -> str:
    """What CloudFront shows the API to be believed; made once, kept in SSM beside the other secrets."""
    name, client = f"/minisentry/{stage}/edge-secret", cloud_client("ssm")
    try:
        return str(client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
    value = secrets.token_hex(16)
    client.put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=False)
    return value


def _addresses(options: Options) -> dict[str, str]:
    web = read_outputs(options.stack_name("web"))
    if not web:
        return {}
    edge = read_outputs(options.stack_name("edge")) if options.choices.ingest_edge else {}
    return {
        "MINISENTRY_PUBLIC_URL": web["PublicUrl"],
        "MINISENTRY_INGEST_URL": edge.get("IngestUrl", web["PublicUrl"]),
        "MINISENTRY_EDGE_SECRET": edge_secret(options.stage),
    }
