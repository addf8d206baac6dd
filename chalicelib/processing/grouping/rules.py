"""A project's own grouping rules: which events get which fingerprint, which frames are its own code. Data, no code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.globs import MAX_PATTERN_CHARACTERS, matches_glob
from chalicelib.processing.grouping.v1.interfaces import Frame, all_frames, event_values, exceptions_of

MAX_MATCHERS: Final = 10
MAX_FINGERPRINT_PARTS: Final = 20
MAX_FINGERPRINT_CHARACTERS: Final = 200

#: Matchers about one frame, one exception, or the whole event. A rule's frame matchers must all fit the same frame, its
#: exception matchers the same exception.
FRAME_SUBJECTS: Final = frozenset({"path", "module", "function", "package", "app"})
EXCEPTION_SUBJECTS: Final = frozenset({"type", "value"})
EVENT_SUBJECTS: Final = frozenset(
    {"message", "level", "logger", "release", "environment", "transaction", "platform", "family", "sdk"}
)
SUBJECTS: Final = FRAME_SUBJECTS | EXCEPTION_SUBJECTS | EVENT_SUBJECTS
TAG_PREFIX: Final = "tags."


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition: what *subject* names fits the glob *pattern*, or does not when *negated*."""

    subject: str
    pattern: str
    negated: bool = False

    def __post_init__(self) -> None:
        if self.subject not in SUBJECTS and not (self.subject.startswith(TAG_PREFIX) and len(self.subject) > 5):
            raise ValueError(f"subject must be one of {', '.join(sorted(SUBJECTS))} or tags.<key>")
        if not 0 < len(self.pattern) <= MAX_PATTERN_CHARACTERS:
            raise ValueError(f"pattern must have 1 to {MAX_PATTERN_CHARACTERS} characters")

    def fits(self, *values: Any) -> bool:
        fitting = any(matches_glob(value, self.pattern) for value in values if type(value) is str)
        return fitting is not self.negated


@dataclass(frozen=True, slots=True)
class FingerprintRule:
    """Events that fit all matchers get *fingerprint*, in which `{{ default }}` and other variables may stand."""

    matchers: tuple[Matcher, ...]
    fingerprint: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_matchers(self.matchers)
        if not 0 < len(self.fingerprint) <= MAX_FINGERPRINT_PARTS:
            raise ValueError(f"fingerprint must have 1 to {MAX_FINGERPRINT_PARTS} parts")
        if any(len(part) > MAX_FINGERPRINT_CHARACTERS for part in self.fingerprint):
            raise ValueError(f"a part of a fingerprint has at most {MAX_FINGERPRINT_CHARACTERS} characters")


@dataclass(frozen=True, slots=True)
class InAppRule:
    """Frames that fit all matchers count as the project's own code, or as foreign code. The last such rule decides."""

    matchers: tuple[Matcher, ...]
    in_app: bool

    def __post_init__(self) -> None:
        _check_matchers(self.matchers)
        if any(matcher.subject in EXCEPTION_SUBJECTS for matcher in self.matchers):
            raise ValueError("an in-app rule cannot match on type or value")


def _check_matchers(matchers: tuple[Matcher, ...]) -> None:
    if not 0 < len(matchers) <= MAX_MATCHERS:
        raise ValueError(f"a rule has 1 to {MAX_MATCHERS} matchers")


def find_fingerprint(event: dict[str, Any], rules: tuple[FingerprintRule, ...]) -> FingerprintRule | None:
    """The first rule that fits the event."""
    if not rules:
        return None
    frames = list(all_frames(event))
    return next((rule for rule in rules if _fits_event(rule.matchers, event, frames)), None)


def _fits_event(matchers: tuple[Matcher, ...], event: dict[str, Any], frames: list[Frame]) -> bool:
    about_frames = [matcher for matcher in matchers if matcher.subject in FRAME_SUBJECTS]
    about_exceptions = [matcher for matcher in matchers if matcher.subject in EXCEPTION_SUBJECTS]
    about_event = [m for m in matchers if m.subject not in FRAME_SUBJECTS and m.subject not in EXCEPTION_SUBJECTS]
    return (
        all(matcher.fits(*event_values(event, matcher.subject)) for matcher in about_event)
        and (not about_exceptions or any(_fits_exception(about_exceptions, one) for one in exceptions_of(event)))
        and (not about_frames or any(fits_frame(about_frames, frame) for frame in frames))
    )


def _fits_exception(matchers: list[Matcher], exception: dict[str, Any]) -> bool:
    return all(matcher.fits(exception.get(matcher.subject) or "") for matcher in matchers)


def fits_frame(matchers: list[Matcher], frame: Frame) -> bool:
    return all(matcher.fits(*_frame_values(frame, matcher.subject)) for matcher in matchers)


def decide_in_app(rules: tuple[InAppRule, ...], event: dict[str, Any]) -> Callable[[Frame], bool | None]:
    """What the last rule that fits a frame says of it; None where none fits."""

    def decide(frame: Frame) -> bool | None:
        return next((rule.in_app for rule in reversed(rules) if _fits_frame_of_event(rule, frame, event)), None)

    return decide


def _fits_frame_of_event(rule: InAppRule, frame: Frame, event: dict[str, Any]) -> bool:
    """For in-app rules: frame matchers look at the frame, the others at the event."""
    return all(
        matcher.fits(
            *(
                _frame_values(frame, matcher.subject)
                if matcher.subject in FRAME_SUBJECTS
                else event_values(event, matcher.subject)
            )
        )
        for matcher in rule.matchers
    )


def _frame_values(frame: Frame, subject: str) -> tuple[Any, ...]:
    if subject == "path":
        return frame.get("abs_path") or "", frame.get("filename") or ""
    if subject == "app":
        return ("yes" if frame.get("in_app") else "no",)
    return (frame.get(subject) or "",)
