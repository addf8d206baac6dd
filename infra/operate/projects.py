"""What is done to one project by hand: its retention, its index, its end, and what it costs."""

from datetime import UTC, datetime

from bench.cost import read_prices
from chalicelib.config import RETENTION_CLASSES_DAYS, settings
from chalicelib.storage import keys
from chalicelib.storage.data_keys import erase_data_key
from chalicelib.storage.projects import Project, find_project, replace_settings
from chalicelib.storage.statistics import get_hours
from infra.deploy.cloud import cloud_client
from infra.deploy.errors import DeployError

# What an event used in `make bench` at 50 issues per 100 events: docs/limits-and-prices.md has the table.
UNITS_PER_EVENT = {
    "http_api_per_million": 1.0,
    "lambda_requests_per_million": 1.01,
    "lambda_arm64_per_million_gb_seconds": 0.012,
    "sqs_per_million_64kb": 1.3,
    "dynamodb_write_units_per_million": 5.7,
    "s3_put_per_million": 0.01,
}


def require_project(project_id: str) -> Project:
    project = find_project(project_id)
    if project is None:
        raise DeployError(f"Stage {settings().stage} has no project {project_id}.")
    return project


def change_retention(project_id: str, days: int) -> None:
    """Keep events that arrive from now on for *days*; those that are stored keep the time they came with."""
    if days not in RETENTION_CLASSES_DAYS:
        raise DeployError(f"--days {days}: expected one of {', '.join(map(str, RETENTION_CLASSES_DAYS))}.")
    project = require_project(project_id)
    replace_settings(project, {**project.settings, "retention_days": days})


def drop_index_snapshot(project_id: str) -> None:
    """Make the next reader build the project's issue index from its rows, and the next sweep store it anew."""
    require_project(project_id)
    key = {"pk": {"S": keys.project(project_id)}, "sk": {"S": keys.SNAPSHOT}}
    cloud_client("dynamodb").delete_item(TableName=settings().table_name("core"), Key=key)


def erase_events(project_id: str) -> None:
    """Destroy the key that the project's events are encrypted with. There is no way back, backups included."""
    require_project(project_id)
    erase_data_key(project_id, datetime.now(UTC))


def compute_cost(project_id: str) -> tuple[int, float]:
    """Events accepted this month and about what they cost so far, storage apart."""
    require_project(project_id)
    now = datetime.now(UTC)
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    accepted = sum(
        count
        for hour in get_hours(project_id, month, now)
        for name, count in hour.counts.items()
        if name.startswith("accepted")
    )
    prices = read_prices()
    dollars = sum(prices[name] * units for name, units in UNITS_PER_EVENT.items()) / 1_000_000
    return accepted, accepted * dollars
