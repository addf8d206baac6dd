"""A project's settings, as the API reads and answers them."""

from pydantic import Field

from chalicelib.http.schemas import Answer, Body
from chalicelib.projects.settings import ProjectSettings
from chalicelib.projects.store import Project

MAX_BUDGET = 10**12


class SettingsBody(ProjectSettings, Body):
    """A section that is told replaces the stored one whole; the others stay.

    *version*, when told, must be the one that was read, or nothing is changed.
    """

    monthly_budget: float | None = Field(None, ge=0, le=MAX_BUDGET, allow_inf_nan=False)
    version: int | None = None


class SettingsAnswer(ProjectSettings, Answer):
    """Every setting, defaults included. *version* counts changes."""

    version: int


def settings_answer(project: Project) -> SettingsAnswer:
    stored = {"retention_days": project.retention_days, **project.settings}
    return SettingsAnswer.model_validate({**stored, "version": project.settings_version})
