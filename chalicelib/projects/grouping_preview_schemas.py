"""What the preview of grouping rules takes and answers."""

from pydantic import Field, field_validator

from chalicelib.http.schemas import Answer, Body
from chalicelib.processing.grouping.engine import MAX_RULES, VERSIONS, GroupingConfig
from chalicelib.processing.grouping.rules import FingerprintRule, InAppRule


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
