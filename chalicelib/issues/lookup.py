"""Which issue a path means: an id or a short id such as WEB-12, within one project."""

import re
import uuid

from chalicelib.errors import NotFound
from chalicelib.issues.store import find_issue_id
from chalicelib.projects.store import Project

SHORT_ID = re.compile(r"(?P<slug>.{1,100})-(?P<number>[1-9]\d{0,8})")


def resolve_issue_id(project: Project, text: str) -> str:
    """The issue's id. Raises NotFound for what is neither an id nor a short id of this project."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        found = SHORT_ID.fullmatch(text)
    if found is None or found["slug"].casefold() != project.slug.casefold():
        raise _missing()
    issue_id = find_issue_id(project.project_id, int(found["number"]))
    if issue_id is None:
        raise _missing()
    return issue_id


def short_id(project: Project, number: int) -> str:
    return f"{project.slug.upper()}-{number}"


def _missing() -> NotFound:
    return NotFound("This project has no such issue")
