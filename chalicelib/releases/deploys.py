"""Deploys: when a release went to which environment. Listed by release, and by time for a project's charts."""

from itertools import islice

from chalicelib.aws import keys
from chalicelib.aws.rows import Row, put_rows, query_rows
from chalicelib.releases.model import Deploy
from chalicelib.releases.store import update_release

MAX_LISTED = 500


def add_deploy(project_id: str, deploy: Deploy) -> None:
    """Note that a release, which exists, was deployed. Doing so again with the same id changes nothing."""
    fields: Row = {name: getattr(deploy, name) for name in Deploy.__dataclass_fields__}
    place = keys.deploy(deploy.finished_at, deploy.deploy_id)
    rows = [
        {"pk": keys.deploys(project_id), "sk": place, **fields},
        {"pk": keys.release_details(project_id, deploy.version), "sk": f"{keys.DEPLOY}{place}", **fields},
    ]
    put_rows("core", rows)
    deploys = list_release_deploys(project_id, deploy.version)
    update_release(
        project_id,
        deploy.version,
        deploy_count=len(deploys),
        last_deploy_environment=deploys[0].environment,
        last_deployed_at=deploys[0].finished_at,
    )


def list_release_deploys(project_id: str, version: str) -> list[Deploy]:
    """The deploys of a release, newest first."""
    partition = keys.release_details(project_id, version)
    rows = query_rows("core", partition, first=keys.DEPLOY, last=keys.DEPLOY_END, newest_first=True, consistent=True)
    return [_deploy(row) for row in islice(rows, MAX_LISTED)]


def list_deploys(project_id: str, since: str, until: str) -> list[Deploy]:
    """A project's deploys between two times, newest first, at most MAX_LISTED."""
    rows = query_rows("core", keys.deploys(project_id), first=since, last=f"{until}~", newest_first=True)
    return [_deploy(row) for row in islice(rows, MAX_LISTED)]


def _deploy(row: Row) -> Deploy:
    fields: Row = {name: row.get(name) for name in Deploy.__dataclass_fields__}
    return Deploy(**fields)
