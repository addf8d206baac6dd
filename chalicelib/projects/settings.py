"""A project's settings as JSON, checked: what it keeps and refuses, what it hides, and how it groups."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from chalicelib.processing.filters.apply import FilterSettings
from chalicelib.processing.grouping.engine import GroupingConfig
from chalicelib.processing.scrubbing.sensitive import ScrubSettings


class ProjectSettings(BaseModel):
    """Whatever is not said has its default; `{}` is a project nobody changed.

    *monthly_budget* is in dollars, and None is no ceiling.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    retention_days: Literal[7, 30, 90] = 30
    store_ip: bool = True
    filters: FilterSettings = FilterSettings()
    scrub: ScrubSettings = ScrubSettings()
    grouping: GroupingConfig = GroupingConfig()
    monthly_budget: float | None = None
