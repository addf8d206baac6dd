"""What each function may do, as IAM policy documents: named actions on named resources of its own stage. Pure."""

from collections.abc import Sequence
from typing import Any

from chalicelib.config import Settings
from infra.deploy.account import Account

Statement = dict[str, Any]

_READ_ROWS = ("BatchGetItem", "ConditionCheckItem", "GetItem", "Query")
_WRITE_ROWS = ("BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem")
FUNCTIONS = ("api_handler", "ingest", "group_events", "send_notifications", "run_jobs", "send_mails", "sweep")


def build_policies(settings: Settings, account: Account, *, is_traced: bool) -> dict[str, dict[str, Any]]:
    """A document per function, by the name that Chalice knows it by."""
    allowed = _Allowed(settings, account)
    statements = {
        "api_handler": allowed.api(),
        "ingest": allowed.ingesting(),
        "group_events": allowed.grouping(),
        "send_notifications": allowed.notifying(),
        "run_jobs": allowed.jobs(),
        "send_mails": allowed.mailing(),
        "sweep": allowed.sweeping(),
    }
    return {
        name: {
            "Version": "2012-10-17",
            "Statement": [*own, allowed.logs(name), *([_tracing()] if is_traced else [])],
        }
        for name, own in statements.items()
    }


class _Allowed:
    """The statements of one stage."""

    def __init__(self, settings: Settings, account: Account) -> None:
        self._settings = settings
        self._account = account

    def api(self) -> list[Statement]:
        """It serves the wire's routes, too, where there is no ingest edge, so it may do what both need."""
        return [
            *self._rows(_READ_ROWS + _WRITE_ROWS),
            self._queues("Send", ("GetQueueUrl", "SendMessage"), ("events", "notifications", "jobs", "mails")),
            self._objects("Events", ("GetObject",), "events", ("raw", "index", "jobs")),
            self._objects("Inbox", ("PutObject",), "events", ("inbox", "jobs", _ATTACHMENTS)),
            self._objects("Artifacts", ("DeleteObject", "GetObject", "PutObject"), "artifacts", ("*",)),
            self._lists(("events", "artifacts")),
            self._parameters("GetParameter", ("jwt-keys", "master-key", "setup-token")),
            self._mail(),
        ]

    def ingesting(self) -> list[Statement]:
        """It reads keys, counts against limits, and hands on: it can neither read nor delete what a project holds."""
        return [
            self._leading("Keys", ("GetItem",), "core", ("K#*", "P#*")),
            # A project's data key is made when its first attachment is encrypted.
            self._leading("DataKeys", ("PutItem",), "core", ("P#*",)),
            self._leading("Counts", ("UpdateItem",), "hot", ("L#*", "STAT#*")),
            self._leading("Files", ("BatchWriteItem",), "hot", ("E#*",)),
            self._queues("Send", ("GetQueueUrl", "SendMessage"), ("events",)),
            self._objects("Inbox", ("PutObject",), "events", ("inbox", _ATTACHMENTS)),
            self._parameters("GetParameter", ("master-key",)),
        ]

    def grouping(self) -> list[Statement]:
        return [
            *self._rows(_READ_ROWS + _WRITE_ROWS),
            self._queues("Take", _TAKE, ("events",)),
            self._queues("Send", ("GetQueueUrl", "SendMessage"), ("events-dlq", "notifications", "jobs")),
            self._objects("Events", ("PutObject",), "events", ("raw",)),
            self._objects("Inbox", ("GetObject",), "events", ("inbox", "index")),
            self._objects("Artifacts", ("GetObject",), "artifacts", ("*",)),
            self._lists(("events", "artifacts")),
            self._parameters("GetParameter", ("master-key",)),
        ]

    def notifying(self) -> list[Statement]:
        return [
            *self._rows(_READ_ROWS + _WRITE_ROWS),
            self._queues("Take", _TAKE, ("notifications",)),
            self._queues("Send", ("GetQueueUrl", "SendMessage"), ("notifications", "notifications-dlq")),
            self._parameters("GetParameter", ("master-key",)),
            self._mail(),
        ]

    def jobs(self) -> list[Statement]:
        return [
            *self._rows(_READ_ROWS + _WRITE_ROWS),
            self._queues("Take", _TAKE, ("jobs",)),
            self._queues("Send", ("GetQueueUrl", "SendMessage"), ("jobs", "jobs-dlq", "notifications")),
            self._objects("Events", ("DeleteObject", "GetObject", "PutObject"), "events", ("raw", "index", "jobs")),
            self._objects("Artifacts", ("DeleteObject", "GetObject", "PutObject"), "artifacts", ("*",)),
            self._lists(("events", "artifacts")),
            # Messages of before mails had a queue of their own ask for signed links.
            self._parameters("GetParameter", ("jwt-keys", "master-key")),
            self._mail(),
        ]

    def mailing(self) -> list[Statement]:
        return [
            *self._rows(_READ_ROWS + _WRITE_ROWS),
            self._queues("Take", _TAKE, ("mails",)),
            # A mail about an account holds a signed link.
            self._parameters("GetParameter", ("jwt-keys", "master-key")),
            self._mail(),
        ]

    def sweeping(self) -> list[Statement]:
        return [
            *self._rows(_READ_ROWS + _WRITE_ROWS),
            self._queues("Send", ("GetQueueUrl", "SendMessage"), ("notifications", "jobs")),
            self._objects("Index", ("DeleteObject", "GetObject", "PutObject"), "events", ("index",)),
            self._lists(("events",)),
            # Of budgets that run low.
            self._mail(),
            self._parameters("GetParameter", ("jwt-keys", "master-key")),
            # Keys are rotated on a schedule; nothing else in the running system may write a secret.
            {**self._parameters("PutParameter", ("jwt-keys",)), "Sid": "RotateKeys"},
        ]

    def logs(self, function: str) -> Statement:
        name = f"minisentry-{self._settings.stage}" + ("" if function == "api_handler" else f"-{function}")
        return {
            "Sid": "Logs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [self._account.arn("logs", f"log-group:/aws/lambda/{name}:*")],
        }

    def _rows(self, operations: Sequence[str]) -> list[Statement]:
        tables = [self._account.arn("dynamodb", f"table/{self._settings.table_name(kind)}") for kind in _TABLES]
        return [
            {
                "Sid": "Rows",
                "Effect": "Allow",
                "Action": [f"dynamodb:{operation}" for operation in operations],
                "Resource": tables,
            },
            {
                "Sid": "Changes",
                "Effect": "Allow",
                "Action": ["dynamodb:Query"],
                "Resource": [f"{tables[0]}/index/changes"],
            },
        ]

    def _leading(self, sid: str, operations: Sequence[str], kind: Any, partitions: Sequence[str]) -> Statement:
        """Rows of some kinds only, by how their partition keys begin (chalicelib/aws/keys.py)."""
        return {
            "Sid": sid,
            "Effect": "Allow",
            "Action": [f"dynamodb:{operation}" for operation in operations],
            "Resource": [self._account.arn("dynamodb", f"table/{self._settings.table_name(kind)}")],
            "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(partitions)}},
        }

    def _queues(self, sid: str, operations: Sequence[str], kinds: Sequence[Any]) -> Statement:
        return {
            "Sid": f"{sid}Messages",
            "Effect": "Allow",
            "Action": [f"sqs:{operation}" for operation in operations],
            "Resource": [self._account.arn("sqs", self._settings.queue_name(kind)) for kind in kinds],
        }

    def _objects(self, sid: str, operations: Sequence[str], bucket: Any, prefixes: Sequence[str]) -> Statement:
        where = f"arn:{self._account.partition}:s3:::{self._settings.bucket_name(bucket)}"
        return {
            "Sid": f"{sid}Objects",
            "Effect": "Allow",
            "Action": [f"s3:{operation}" for operation in operations],
            "Resource": [f"{where}/{prefix}" + ("" if prefix == "*" else "/*") for prefix in prefixes],
        }

    def _lists(self, buckets: Sequence[Any]) -> Statement:
        # Without it S3 answers 403 instead of 404 for an object that has expired.
        names = [self._settings.bucket_name(kind) for kind in buckets]
        where = [f"arn:{self._account.partition}:s3:::{name}" for name in names]
        return {"Sid": "ListObjects", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": where}

    def _parameters(self, operation: str, names: Sequence[str]) -> Statement:
        # SecureStrings under the key aws/ssm need no permission on that key: its own policy lets SSM's users in.
        paths = [self._settings.parameter_name(name) for name in names]
        return {
            "Sid": "Secrets",
            "Effect": "Allow",
            "Action": [f"ssm:{operation}"],
            "Resource": [self._account.arn("ssm", f"parameter{path}") for path in paths],
        }

    def _mail(self) -> Statement:
        return {
            "Sid": "Mail",
            "Effect": "Allow",
            "Action": ["ses:SendEmail", "ses:SendRawEmail"],
            "Resource": [self._account.arn("ses", "identity/*")],
            "Condition": {"StringEquals": {"ses:FromAddress": self._settings.mail_from}},
        }


# Files lie beside the packs of their retention class; ingestion writes these and no pack.
_ATTACHMENTS = "raw/*/attachments"
_TABLES: tuple[Any, ...] = ("core", "hot")
_TAKE = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage")


def _tracing() -> Statement:
    # X-Ray has no resources to name.
    return {
        "Sid": "Traces",
        "Effect": "Allow",
        "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        "Resource": ["*"],
    }
