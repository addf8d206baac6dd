"""What is done to one project by hand: its retention, its index, its end, and what it costs."""

from datetime import UTC, datetime

from chalicelib.aws import keys
from chalicelib.aws.encryption import erase_data_key
from chalicelib.config import RETENTION_CLASSES_DAYS, settings
from chalicelib.projects.costs import Spending, read_spending
from chalicelib.projects.store import Project, find_project, replace_settings
from infra.deploy.cloud import cloud_client
from infra.deploy.errors import DeployError


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


def compute_cost(project_id: str) -> Spending:
    """What the project's events used of AWS this month, in dollars."""
    project = require_project(project_id)
    return read_spending(project_id, project.retention_days, datetime.now(UTC))
