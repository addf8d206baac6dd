"""Preview of grouping rules: how the last events of a project would be grouped by rules that are not saved yet."""

from typing import Self

from pydantic import Field, field_validator, model_validator

from chalicelib.events.lists import list_project_events
from chalicelib.events.store import read_bodies
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project_by_slug
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Answer, Body
from chalicelib.processing.grouping.engine import MAX_RULES, VERSIONS, GroupingConfig
from chalicelib.processing.grouping.preview import preview
from chalicelib.processing.grouping.rules import FingerprintRule, InAppRule
from chalicelib.projects.settings import ProjectSettings, reject_costly_rules


class PreviewBody(Body):
    """The rules to try, as the settings' section `grouping` has them; the version is the project's if not told."""

    version: str | None = None
    fingerprint_rules: tuple[FingerprintRule, ...] = Field((), max_length=MAX_RULES)
    in_app_rules: tuple[InAppRule, ...] = Field((), max_length=MAX_RULES)

    @field_validator("version")
    @classmethod
    def _version_is_known(cls, version: str | None) -> str | None:
        if version is not None and version not in VERSIONS:
            raise ValueError(f"expected one of {', '.join(VERSIONS)}")
        return version

    @model_validator(mode="after")
    def _rules_are_affordable(self) -> Self:
        reject_costly_rules(self.config(GroupingConfig()))
        return self

    def config(self, current: GroupingConfig) -> GroupingConfig:
        return GroupingConfig(self.version or current.version, self.fingerprint_rules, self.in_app_rules)


class RegroupedAnswer(Answer):
    """*before* and *after* are the hashes of the event's group."""

    event_id: str
    issue_id: str
    title: str
    before: str
    after: str
    method: str
    changed: bool


class PreviewAnswer(Answer):
    events: list[RegroupedAnswer]
    moved: int


EVENTS_TRIED = 50

routes = Resource(__name__, tag="Project settings")


@routes.endpoint(
    "POST", "/organizations/{org_slug}/projects/{project_slug}/settings/grouping-preview", access="project:admin"
)
def preview_grouping(actor: Actor, org_slug: str, project_slug: str, body: PreviewBody) -> PreviewAnswer:
    """Try grouping rules on the last events of a project, without saving anything.

    Each of up to 50 events is grouped by the rules in force and by the ones proposed.
    """
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    current = ProjectSettings.model_validate(project.settings).grouping
    rows = {row.event_id: row for row in list_project_events(project.project_id, limit=EVENTS_TRIED).events}
    bodies = read_bodies(project.project_id, rows)
    tried = preview((bodies[event_id] for event_id in rows if event_id in bodies), current, body.config(current))
    answers = [
        RegroupedAnswer(
            event_id=each.event_id,
            issue_id=rows[each.event_id].issue_id,
            title=rows[each.event_id].title,
            before=each.before,
            after=each.after,
            method=each.method,
            changed=each.is_moved,
        )
        for each in tried
    ]
    return PreviewAnswer(events=answers, moved=sum(answer.changed for answer in answers))
