"""The account and region we are about to change, and the tools we need. Ends in DeployError when either is missing."""

import sys
from dataclasses import dataclass

import boto3
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)

from infra.deploy.cloud import cloud_client
from infra.deploy.errors import DeployError
from infra.deploy.folders import DASHBOARD

_OLDEST_PYTHON, _PYTHON_TOO_NEW = (3, 11), (3, 15)


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    region: str
    partition: str

    def arn(self, service: str, resource: str) -> str:
        return f"arn:{self.partition}:{service}:{self.region}:{self.id}:{resource}"


def find_account() -> Account:
    """The account of the credentials in the environment or in ~/.aws."""
    try:
        region = boto3.session.Session().region_name
        if not region:
            raise DeployError("No region is set; name one: AWS_DEFAULT_REGION=us-east-1 make deploy STAGE=prod")
        identity = cloud_client("sts").get_caller_identity()
    except (NoCredentialsError, PartialCredentialsError):
        raise DeployError("No AWS credentials were found; run `aws configure`, or set AWS_PROFILE.") from None
    except ProfileNotFound as error:
        raise DeployError(f"{error}; AWS_PROFILE must name a section of ~/.aws/config.") from None
    except EndpointConnectionError as error:
        raise DeployError(f"AWS does not answer: {error}. Check the region's name and the network.") from None
    except ClientError as error:
        reason = error.response["Error"]
        raise DeployError(f"AWS refused the credentials ({reason['Code']}: {reason['Message']}); renew them.") from None
    except BotoCoreError as error:
        raise DeployError(f"The AWS configuration is not usable: {error}") from None
    return Account(identity["Account"], region, identity["Arn"].split(":")[1])


def check_tools() -> None:
    """Refuse a Python that Lambda or our packages lack, before anything is changed."""
    version = sys.version_info[:2]
    if not _OLDEST_PYTHON <= version < _PYTHON_TOO_NEW:
        raise DeployError(f"Python 3.11 to 3.14 is needed, because functions run what deploys them; this is {version}.")


def check_dashboard() -> None:
    if not (DASHBOARD / "index.html").is_file():
        raise DeployError(
            "The dashboard is not built; run `make deploy`, which builds it (Node 20 or newer is needed)."
        )


def check_home(stage: str, bucket: str, account: Account) -> None:
    """Refuse when the stage's bucket stands in another region or belongs to somebody else."""
    try:
        answer = cloud_client("s3").head_bucket(Bucket=bucket)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == 404:
            return
        home = error.response["ResponseMetadata"].get("HTTPHeaders", {}).get("x-amz-bucket-region", account.region)
        if status == 403 and home == account.region:
            message = f"The bucket name {bucket} belongs to another account; set bucket_suffix for stage {stage}."
            raise DeployError(f"{message} It goes into minisentry.json.") from None
    else:
        home = answer["ResponseMetadata"].get("HTTPHeaders", {}).get("x-amz-bucket-region", account.region)
    if home != account.region:
        raise DeployError(
            f"Stage {stage} lives in {home}; go on with AWS_DEFAULT_REGION={home} make deploy STAGE={stage}"
        )
