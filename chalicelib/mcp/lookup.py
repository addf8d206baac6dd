"""What an agent calls things: a project by slug, a number or `org/slug`; an issue by short id, page, or its id."""

import re
import uuid
from contextlib import suppress

from chalicelib.errors import NotFound, ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import list_readable_projects, require_project, require_project_by_slug
from chalicelib.issues.store import SHORT_ID, Issue, get_issue, resolve_issue_id
from chalicelib.projects.store import Project, ProjectAccess

ISSUE_PAGE = re.compile(r"/organizations/(?P<org>[^/]+)/projects/(?P<project>[^/]+)/issues/(?P<issue>[^/?#]+)")


def find_project_named(actor: Actor, name: str) -> Project:
    """Raises NotFound, and ValidationFailed where several projects are called so."""
    org_slug, _, slug = name.strip().strip("/").rpartition("/")
    if org_slug:
        return require_project_by_slug(actor, org_slug, slug)[1]
    found = [each for each in list_readable_projects(actor) if slug.casefold() in {each.slug, each.project_id}]
    if not found:
        raise NotFound(f"No project is called {slug!r}; list_projects tells their names")
    if len(found) > 1:
        raise ValidationFailed(f"Several organizations have a project {slug!r}; name it as organization/{slug}")
    return found[0]


def find_issue_named(actor: Actor, name: str, access: ProjectAccess = "read") -> tuple[Project, Issue]:
    """Raises NotFound, Forbidden, and ValidationFailed where several issues are called so."""
    page = ISSUE_PAGE.search(name)
    if page is not None:
        _, project = require_project_by_slug(actor, page["org"], page["project"])
        found = [(project, get_issue(project.project_id, resolve_issue_id(project, page["issue"])))]
    else:
        found = _find_by_id(actor, name.strip())
    if not found:
        raise NotFound(f"There is no issue {name!r}; expected one such as WEB-12, or the address of its page")
    if len(found) > 1:
        raise ValidationFailed(f"Several organizations have an issue {name!r}; name it by the address of its page")
    project, issue = found[0]
    require_project(actor, project.project_id, access)
    return project, issue


def _find_by_id(actor: Actor, name: str) -> list[tuple[Project, Issue]]:
    org_slug, _, text = name.rpartition("/")
    short = None if _is_uuid(text) else SHORT_ID.fullmatch(text)
    if org_slug:
        projects = [require_project_by_slug(actor, org_slug, short["slug"].casefold())[1]] if short else []
    else:
        projects = list_readable_projects(actor)
    found = []
    for project in projects:
        if short is None or short["slug"].casefold() == project.slug.casefold():
            with suppress(NotFound):
                found.append((project, get_issue(project.project_id, resolve_issue_id(project, text))))
    return found


def _is_uuid(text: str) -> bool:
    with suppress(ValueError):
        return bool(uuid.UUID(text))
    return False
