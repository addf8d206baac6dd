"""The emulator as if it were AWS, and a deployed stage on it as the world sees it."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import boto3
import urllib3
import yaml

from infra.deploy.folders import CHALICE_CONFIG

ROOT = Path(__file__).resolve().parents[2]
STAGE = "trial"
DEPLOYER = ROOT / "infra" / "deployer.yaml"


@dataclass
class Cloud:
    """The emulator, and the environment that points programs at it as if it were AWS."""

    endpoint: str
    environment: dict[str, str]
    config: Path
    #: Credentials of somebody who may what infra/deployer.yaml says, and no more.
    deployer: dict[str, str] = field(default_factory=dict)
    http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=60))

    def client(self, service: str, account_id: str = "test") -> Any:
        """A client of our account's root, or of another account's by its number."""
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=account_id,
            aws_secret_access_key="test",
        )

    def run(self, *arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
        """`python -m` *arguments*, with variables changed or (by None) taken away."""
        merged = {**self.environment, **environment}
        kept = {name: value for name, value in merged.items() if value is not None}
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)

    def deploy(
        self, *arguments: str, stage: str = STAGE, **environment: str | None
    ) -> subprocess.CompletedProcess[str]:
        """As the deployer, so that what a deploy does and its policy lacks is refused."""
        action, *more = arguments or ("deploy",)
        options = ["--stage", stage, "--config", str(self.config), *more]
        return self.run("infra.deploy", action, *options, **{**self.deployer, **environment})

    def outputs(self, part: str) -> dict[str, str]:
        stacks = self.client("cloudformation").describe_stacks(StackName=f"minisentry-{STAGE}-{part}")["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stacks[0]["Outputs"]}


@dataclass
class Site:
    """The deployed stage as the world sees it: CloudFront, and the ingest edge that DSNs name."""

    cloud: Cloud
    deploy_seconds: float

    def web(self, method: str, path: str, content: Any = None, token: str | None = None) -> urllib3.BaseHTTPResponse:
        headers = {"Host": self.cloud.outputs("web")["DistributionDomain"], "X-Forwarded-Proto": "https"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        body = None if content is None else json.dumps(content).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self.cloud.http.request(method, self.cloud.endpoint + path, headers=headers, body=body)

    @property
    def edge(self) -> str:
        return f"{self.cloud.endpoint}/_aws/execute-api/{self.cloud.outputs('edge')['ApiId']}"

    @property
    def rest_api_id(self) -> str:
        apis = self.cloud.client("apigateway").get_rest_apis()["items"]
        return str(next(api["id"] for api in apis if api["name"] == f"minisentry-{STAGE}"))

    @property
    def rest(self) -> str:
        return f"{self.cloud.endpoint}/_aws/execute-api/{self.rest_api_id}"

    def local_dsn(self, dsn: str) -> str:
        """*dsn* with the address under which the emulator serves the DSN's host."""
        key, rest = dsn.removeprefix("https://").split("@")
        return f"http://{key}@{self.edge.removeprefix('http://')}/{rest.rpartition('/')[2]}"


@dataclass
class Owner:
    """The first owner, signed in, with one project."""

    site: Site
    token: str
    project_id: str
    dsn: str

    @property
    def public_key(self) -> str:
        return self.dsn.partition("://")[2].partition("@")[0]

    def get(self, path: str) -> Any:
        answer = self.site.web("GET", path, token=self.token)
        assert answer.status == 200, (path, answer.status, answer.data)
        return answer.json()

    def find(self, path: str) -> Any:
        answer = self.site.web("GET", path, token=self.token)
        return answer.json() if answer.status == 200 else None


def read_deployer_policy() -> dict[str, Any]:
    """The policy of infra/deployer.yaml, as CloudFormation makes it."""
    template = yaml.load(DEPLOYER.read_text(), Loader=_Template)  # noqa: S506 - a file of ours
    document: dict[str, Any] = template["Resources"]["Policy"]["Properties"]["PolicyDocument"]
    return json.loads(json.dumps(document).replace("${AWS::Partition}", "aws"))  # type: ignore[no-any-return]


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


class _Template(yaml.SafeLoader):
    """CloudFormation's short forms as what they hold."""


_Template.add_multi_constructor("!", lambda loader, _, node: _plain(loader, node))


def _plain(loader: Any, node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


# Of these calls the emulator does not know what they are made on, where AWS does.
ON_NOTHING_KNOWN = (
    "lambda:CreateFunction",
    "events:PutTargets",
    "events:RemoveTargets",
    "events:ListTargetsByRule",
    "ssm:DeleteParameters",
)


def make_deployer(cloud: Cloud) -> dict[str, str]:
    """Somebody with the policy of infra/deployer.yaml."""
    policy = read_deployer_policy()
    named = [action for one in policy["Statement"] for action in _listed(one["Action"])]
    assert all(any(fnmatchcase(call, action) for action in named) for call in ON_NOTHING_KNOWN)
    policy["Statement"].append({"Effect": "Allow", "Action": list(ON_NOTHING_KNOWN), "Resource": "*"})
    iam = cloud.client("iam")
    iam.create_user(UserName="deployer")
    document = json.dumps(policy)
    iam.put_user_policy(UserName="deployer", PolicyName="deployer", PolicyDocument=document)
    key = iam.create_access_key(UserName="deployer")["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def build_environment(endpoint: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MINISENTRY_"))}
    return kept | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def write_config(path: Path) -> Path:
    """The checked-in configuration, but for this machine's processor: functions run here."""
    config = json.loads(CHALICE_CONFIG.read_text())
    config["lambda_architecture"] = "x86_64"
    config["stages"][STAGE] = {
        "environment_variables": {"MINISENTRY_REGISTRATION": "invite", "MINISENTRY_BCRYPT_ROUNDS": "4"},
        "minisentry": {"protect": False, "alarm_email": "ops@example.com"},
    }
    path.write_text(json.dumps(config))
    return path


def wait_until_up(endpoint: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the emulator ended"
        try:
            urllib3.request("GET", f"{endpoint}/_ministack/health", retries=False)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(endpoint)
