"""A project's settings as JSON, checked: what it keeps and refuses, what it hides, and how it groups."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from chalicelib.globs import reject_costly
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


# Of a plain pattern's work each. Rules look at every frame, so that this bounds what one event can cost a project.
MAX_RULES_COST = 500
MAX_PATTERNS_COST = 400


def reject_costly_rules(grouping: GroupingConfig) -> None:
    """Raises ValueError when the rules would cost an event too much, whatever their number. For rules to be stored."""
    matchers = [rule.matchers for rule in grouping.fingerprint_rules] + [
        rule.matchers for rule in grouping.in_app_rules
    ]
    reject_costly((matcher.pattern for own in matchers for matcher in own), MAX_RULES_COST)
