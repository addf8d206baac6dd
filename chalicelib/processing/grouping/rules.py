"""A project's own grouping rules: which events get which fingerprint, which frames are its own code. Data, no code."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.globs import MAX_PATTERN_CHARACTERS, compile_glob, fold
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
    texts = _Texts(event)
    frames, exceptions = _Rows(all_frames(event), _frame_values), _Rows(exceptions_of(event), _exception_values)
    return next((rule for rule in rules if _fits_event(rule.matchers, texts, frames, exceptions)), None)


def _fits_event(matchers: tuple[Matcher, ...], texts: "_Texts", frames: "_Rows", exceptions: "_Rows") -> bool:
    about_frames = [matcher for matcher in matchers if matcher.subject in FRAME_SUBJECTS]
    about_exceptions = [matcher for matcher in matchers if matcher.subject in EXCEPTION_SUBJECTS]
    about_event = [m for m in matchers if m.subject not in FRAME_SUBJECTS and m.subject not in EXCEPTION_SUBJECTS]
    return (
        all(map(texts.fit, about_event))
        and (not about_exceptions or exceptions.fitting_all(about_exceptions) != 0)
        and (not about_frames or frames.fitting_all(about_frames) != 0)
    )


def decide_in_app(rules: tuple[InAppRule, ...], event: dict[str, Any]) -> Callable[[Frame], bool | None]:
    """What the last rule that fits a frame says of it, by the frames as they are now; None where none fits."""
    texts, frames = _Texts(event), _Rows(all_frames(event), _frame_values)
    decided: dict[int, bool] = {}
    undecided = frames.everyone
    for rule in reversed(rules):
        about_frames = [matcher for matcher in rule.matchers if matcher.subject in FRAME_SUBJECTS]
        if undecided and all(texts.fit(matcher) for matcher in rule.matchers if matcher not in about_frames):
            fitting = undecided & frames.fitting_all(about_frames)
            undecided &= ~fitting
            decided |= dict.fromkeys(frames.ids_of(fitting), rule.in_app)
    return lambda frame: decided.get(id(frame))


class _Texts:
    """What matchers about the event as a whole look at, folded once for all rules."""

    def __init__(self, event: dict[str, Any]) -> None:
        self._event = event
        self._folded: dict[str, tuple[str, ...]] = {}

    def fit(self, matcher: Matcher) -> bool:
        values = self._folded.get(matcher.subject)
        if values is None:
            found = event_values(self._event, matcher.subject)
            values = self._folded[matcher.subject] = tuple(fold(value) for value in found if type(value) is str)
        return any(map(compile_glob(matcher.pattern).fits, values)) is not matcher.negated


class _Rows:
    """An event's frames, or exceptions, as sets of bits: each pattern looks at each distinct value once for all rules.

    Most patterns look at none: what they must contain is nowhere in all values together.
    """

    def __init__(self, rows: Iterable[Frame], values_of: Callable[[Frame, str], tuple[Any, ...]]) -> None:
        self._rows = list(rows)
        self._values_of = values_of
        self._columns: dict[str, tuple[dict[str, int], str]] = {}
        self._fitting: dict[tuple[str, str], int] = {}
        self.everyone = (1 << len(self._rows)) - 1

    def fitting_all(self, matchers: Iterable[Matcher]) -> int:
        """The rows that fit every one of *matchers*."""
        fitting = self.everyone
        for matcher in matchers:
            found = self._find(matcher.subject, matcher.pattern)
            fitting &= ~found if matcher.negated else found
            if not fitting:
                break
        return fitting

    def ids_of(self, places: int) -> Iterator[int]:
        while places:
            lowest = places & -places
            yield id(self._rows[lowest.bit_length() - 1])
            places ^= lowest

    def _find(self, subject: str, pattern: str) -> int:
        known = self._fitting.get((subject, pattern))
        if known is None:
            values, together = self._column(subject)
            glob, known = compile_glob(pattern), 0
            if glob.needle in together:
                for value, places in values.items():
                    if glob.fits(value):
                        known |= places
            self._fitting[subject, pattern] = known
        return known

    def _column(self, subject: str) -> tuple[dict[str, int], str]:
        column = self._columns.get(subject)
        if column is None:
            values: dict[str, int] = {}
            for place, row in enumerate(self._rows):
                for value in self._values_of(row, subject):
                    if type(value) is str:
                        folded = fold(value)
                        values[folded] = values.get(folded, 0) | 1 << place
            column = self._columns[subject] = values, "\n".join(values)
        return column


def _exception_values(exception: dict[str, Any], subject: str) -> tuple[Any, ...]:
    return (exception.get(subject) or "",)


def _frame_values(frame: Frame, subject: str) -> tuple[Any, ...]:
    if subject == "path":
        return frame.get("abs_path") or "", frame.get("filename") or ""
    if subject == "app":
        return ("yes" if frame.get("in_app") else "no",)
    return (frame.get(subject) or "",)
