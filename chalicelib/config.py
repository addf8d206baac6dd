"""Settings from the environment: read once, typed, with production's defaults. ConfigError on nonsense."""

import os
from dataclasses import dataclass
from functools import cache
from typing import Literal

Registration = Literal["closed", "invite", "open"]
TableKind = Literal["core", "hot"]
BucketKind = Literal["events", "artifacts", "web"]
QueueKind = Literal[
    "events", "events-dlq", "notifications", "notifications-dlq", "jobs", "jobs-dlq", "mails", "mails-dlq"
]

RETENTION_CLASSES_DAYS = (7, 30, 90)
REGISTRATIONS: tuple[Registration, ...] = ("closed", "invite", "open")


class ConfigError(ValueError):
    """An environment variable holds something we cannot work with; the message says which and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a stage can be told.

    *stage* is part of every AWS name. *bucket_suffix* makes bucket names unique in the world (the account id on AWS).
    *public_url* is where people open the dashboard and where the API lives under `/api`; *ingest_url* is the host
    that DSNs point at. *registration*: `closed` (set-up token only), `invite` (members bring members), `open`.
    """

    stage: str
    region: str
    bucket_suffix: str
    public_url: str
    ingest_url: str
    registration: Registration
    retention_days: int
    mail_from: str
    mail_transport: Literal["ses", "log"]
    edge_secret: str
    cors_origins: tuple[str, ...]
    xray_enabled: bool
    self_report_dsn: str
    allow_private_webhooks: bool
    bcrypt_rounds: int
    user_requests_per_minute: int
    address_requests_per_minute: int
    workers: int
    route_prefix: str

    def table_name(self, kind: TableKind) -> str:
        return f"minisentry-{self.stage}-{kind}"

    def bucket_name(self, kind: BucketKind) -> str:
        suffix = f"-{self.bucket_suffix}" if self.bucket_suffix else ""
        return f"minisentry-{self.stage}-{kind}{suffix}"

    def queue_name(self, kind: QueueKind) -> str:
        return f"minisentry-{self.stage}-{kind}"

    def concurrency(self, at_most: int) -> int:
        """How many copies of a worker may run at once. AWS takes no fewer than two."""
        return min(at_most, self.workers)

    def parameter_name(self, name: str) -> str:
        """The SSM parameter that holds *name*: `jwt-keys`, `master-key` or `setup-token`."""
        return f"/minisentry/{self.stage}/{name}"


@cache
def settings() -> Settings:
    """The settings of this process. Tests that change the environment call `settings.cache_clear()`."""
    public_url = os.environ.get("MINISENTRY_PUBLIC_URL", "http://localhost:8000").rstrip("/")
    return Settings(
        stage=os.environ.get("MINISENTRY_STAGE", _deployed_stage()),
        region=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION", "us-east-1"),
        bucket_suffix=os.environ.get("MINISENTRY_BUCKET_SUFFIX", ""),
        public_url=public_url,
        ingest_url=os.environ.get("MINISENTRY_INGEST_URL", public_url).rstrip("/"),
        registration=_read_registration(),
        retention_days=_read_retention_days(),
        mail_from=os.environ.get("MINISENTRY_MAIL_FROM", "minisentry@localhost"),
        mail_transport="ses" if os.environ.get("MINISENTRY_MAIL_TRANSPORT") == "ses" else "log",
        edge_secret=os.environ.get("MINISENTRY_EDGE_SECRET", ""),
        cors_origins=tuple(filter(None, os.environ.get("MINISENTRY_CORS_ORIGINS", "").split(","))),
        xray_enabled=_read_flag("MINISENTRY_XRAY"),
        self_report_dsn=os.environ.get("MINISENTRY_SELF_REPORT_DSN", ""),
        allow_private_webhooks=_read_flag("MINISENTRY_ALLOW_PRIVATE_WEBHOOKS"),
        bcrypt_rounds=_read_integer("MINISENTRY_BCRYPT_ROUNDS", default=12),
        user_requests_per_minute=_read_integer("MINISENTRY_USER_REQUESTS_PER_MINUTE", default=1000),
        address_requests_per_minute=_read_integer("MINISENTRY_ADDRESS_REQUESTS_PER_MINUTE", default=100),
        route_prefix=os.environ.get("MINISENTRY_ROUTE_PREFIX", ""),
        workers=max(2, _read_integer("MINISENTRY_WORKERS", default=10)),
    )


def _deployed_stage() -> str:
    """The stage in a function's name, as `chalice deploy` gives it: `minisentry-<stage>-<function>`."""
    name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "").split("-")
    return name[1] if name[0] == "minisentry" and len(name) > 1 else "local"


def _read_registration() -> Registration:
    value = os.environ.get("MINISENTRY_REGISTRATION", "invite")
    for allowed in REGISTRATIONS:
        if value == allowed:
            return allowed
    raise ConfigError(f"MINISENTRY_REGISTRATION is {value!r}; expected one of {', '.join(REGISTRATIONS)}")


def _read_retention_days() -> int:
    days = _read_integer("MINISENTRY_RETENTION_DAYS", default=30)
    if days not in RETENTION_CLASSES_DAYS:
        raise ConfigError(f"MINISENTRY_RETENTION_DAYS is {days}; expected one of {RETENTION_CLASSES_DAYS}")
    return days


def _read_integer(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ConfigError(f"{name} is {value!r}; expected a whole number")
    return int(value)


def _read_flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}
