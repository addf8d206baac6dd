"""A project's settings as the worker needs them: read at most once a minute and process."""

from dataclasses import dataclass
from functools import cache
from time import monotonic

from chalicelib.projects.settings import ProjectSettings
from chalicelib.projects.store import find_project

KEPT_SECONDS = 60.0
MAX_KEPT = 1000


@dataclass(frozen=True, slots=True)
class EventProject:
    """Whose events they are, and how they are to be filtered, scrubbed and grouped."""

    project_id: str
    organization_id: str
    settings: ProjectSettings
    first_event_at: str | None


class KeptProjects:
    """Projects by id with the time until which they count as fresh. None stands for a project that is gone."""

    def __init__(self) -> None:
        self._projects: dict[str, tuple[float, EventProject | None]] = {}

    def get(self, project_id: str) -> EventProject | None:
        fresh_until, project = self._projects.get(project_id, (0.0, None))
        if fresh_until <= monotonic():
            project = _read(project_id)
            if len(self._projects) >= MAX_KEPT:
                self._projects.clear()
            self._projects[project_id] = (monotonic() + KEPT_SECONDS, project)
        return project

    def forget(self, project_id: str) -> None:
        self._projects.pop(project_id, None)


@cache
def kept_projects() -> KeptProjects:
    return KeptProjects()


def find_event_project(project_id: str) -> EventProject | None:
    """The project, or None when it was deleted."""
    return kept_projects().get(project_id)


def _read(project_id: str) -> EventProject | None:
    project = find_project(project_id)
    if project is None:
        return None
    parsed = ProjectSettings.model_validate(project.settings)
    return EventProject(project_id, project.organization_id, parsed, project.first_event_at)
