"""Settings of a project: what it keeps and refuses, what it hides, how it groups."""

from typing import Any, TypeVar

from pydantic import Field, field_validator

from chalicelib.errors import Conflict
from chalicelib.globs import reject_costly
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project_by_slug
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Answer, Body
from chalicelib.organizations.audit import audit
from chalicelib.processing.filters.apply import FilterSettings
from chalicelib.processing.grouping.engine import GroupingConfig
from chalicelib.processing.scrubbing.sensitive import ScrubSettings
from chalicelib.projects.settings import MAX_PATTERNS_COST, ProjectSettings, reject_costly_rules
from chalicelib.projects.store import Project, get_project, replace_settings

MAX_BUDGET = 10**12
Section = TypeVar("Section", FilterSettings, ScrubSettings)


class SettingsBody(ProjectSettings, Body):
    """A section that is told replaces the stored one whole; the others stay.

    *version*, when told, must be the one that was read, or nothing is changed.
    """

    monthly_budget: float | None = Field(None, ge=0, le=MAX_BUDGET, allow_inf_nan=False)
    version: int | None = None

    @field_validator("grouping")
    @classmethod
    def _rules_are_affordable(cls, grouping: GroupingConfig) -> GroupingConfig:
        reject_costly_rules(grouping)
        return grouping

    @field_validator("filters", "scrub")
    @classmethod
    def _patterns_are_affordable(cls, section: Section) -> Section:
        names = ("fields", "safe_fields") if isinstance(section, ScrubSettings) else ("releases", "error_messages")
        for name in names:
            reject_costly(getattr(section, name), MAX_PATTERNS_COST)
        return section


class SettingsAnswer(ProjectSettings, Answer):
    """Every setting, defaults included. *version* counts changes."""

    version: int


def settings_answer(project: Project) -> SettingsAnswer:
    stored = {"retention_days": project.retention_days, **project.settings}
    return SettingsAnswer.model_validate({**stored, "version": project.settings_version})


SETTINGS = "/organizations/{org_slug}/projects/{project_slug}/settings"
ATTEMPTS = 4

routes = Resource(__name__, tag="Project settings")


@routes.endpoint("GET", SETTINGS, access="project:read")
def get_settings(actor: Actor, org_slug: str, project_slug: str) -> SettingsAnswer:
    """Every setting of the project, defaults included."""
    _, project = require_project_by_slug(actor, org_slug, project_slug)
    return settings_answer(project)


@routes.endpoint("PUT", SETTINGS, access="project:admin", errors=(Conflict,))
def change_settings(actor: Actor, org_slug: str, project_slug: str, body: SettingsBody) -> SettingsAnswer:
    """Change the sections that are told. Events that arrive a minute later are treated so."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    told = body.set_fields()
    expected = told.pop("version", None)
    changed = _store(project, told, expected)
    audit(project.organization_id, actor, "settings.update", project.project_id, sections=sorted(told))
    return settings_answer(changed)


def _store(project: Project, told: dict[str, Any], expected_version: int | None) -> Project:
    """Lay *told* over what is stored, again when somebody else changed another section at the same moment."""
    for _ in range(ATTEMPTS):
        if expected_version is not None and expected_version != project.settings_version:
            break
        try:
            return replace_settings(project, {**project.settings, **told})
        except Conflict:
            project = get_project(project.project_id)
    raise Conflict("The settings were changed in the meantime: read them again")
