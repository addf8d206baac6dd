"""A query, read: terms that must all hold. What each means for issues and for events is told in the evaluators."""

from dataclasses import dataclass, field
from typing import Literal

from chalicelib.errors import ValidationFailed
from chalicelib.search.predicates import Wildcard


class QuerySyntaxError(ValidationFailed):
    """The query cannot be read. *position* counts characters from 0; the message counts from 1, as people do."""

    code = "invalid_query"

    def __init__(self, problem: str, position: int) -> None:
        message = f"at character {position + 1}: {problem}"
        super().__init__(f"The query cannot be read: {message}", fields={"query": message, "position": str(position)})
        self.position = position


Bound = float | str

StateName = Literal[
    "unresolved",
    "resolved",
    "ignored",
    "assigned",
    "unassigned",
    "handled",
    "unhandled",
    "bookmarked",
    "subscribed",
]


@dataclass(frozen=True, slots=True)
class StateTerm:
    """`is:…`."""

    states: tuple[StateName, ...]
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """A field with few or short values, such as `level:error`: any of *patterns*, letter case ignored."""

    field: str
    patterns: tuple[Wildcard, ...]
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class RangeTerm:
    """A number or a time between two bounds. A missing bound is open to that side."""

    field: str
    lowest: Bound | None = None
    highest: Bound | None = None
    is_lowest_included: bool = True
    is_highest_included: bool = True
    is_negated: bool = False

    def holds(self, value: Bound) -> bool:
        """Whether *value* lies between the bounds; negation is the evaluator's business."""
        return self._is_above(value) and self._is_below(value)

    def _is_above(self, value: Bound) -> bool:
        if self.lowest is None or value == self.lowest:
            return self.lowest is None or self.is_lowest_included
        return value > self.lowest  # type: ignore[operator] # A field's values and bounds are of one type.

    def _is_below(self, value: Bound) -> bool:
        if self.highest is None or value == self.highest:
            return self.highest is None or self.is_highest_included
        return value < self.highest  # type: ignore[operator] # As above.


@dataclass(frozen=True, slots=True)
class AssigneeTerm:
    """`assigned:…`: each of *whom* is `me`, `none`, a mail address or a user's id."""

    whom: tuple[str, ...]
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class TagTerm:
    """A tag with any of *patterns*; without patterns, the tag with whatever value (`has:`).

    *position* is where a key stands that may be a mistake; None where it was written as a tag's (`tags[key]:`).
    """

    key: str
    patterns: tuple[Wildcard, ...] = ()
    is_negated: bool = False
    position: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TextTerm:
    """Text somewhere in title, culprit, type, message, files or functions, letter case ignored.

    Any of *pattern* and *alternatives* will do. *is_of_stack* tells that files and functions were asked for by name.
    """

    pattern: Wildcard
    is_negated: bool = False
    alternatives: tuple[Wildcard, ...] = ()
    is_of_stack: bool = False

    @property
    def patterns(self) -> tuple[Wildcard, ...]:
        return (self.pattern, *self.alternatives)


@dataclass(frozen=True, slots=True)
class NameTerm:
    """One issue by what it is called (`issue:WEB-12`, `issue.id:…`), or by one of its events (`id:…`)."""

    of: Literal["issue", "event"]
    names: tuple[str, ...]
    is_negated: bool = False


Term = NameTerm | StateTerm | FieldTerm | RangeTerm | AssigneeTerm | TagTerm | TextTerm


@dataclass(frozen=True, slots=True)
class IssueQuery:
    terms: tuple[Term, ...] = ()

    @property
    def tags(self) -> tuple[TagTerm, ...]:
        """The terms that need postings, each once."""
        return tuple(dict.fromkeys(term for term in self.terms if isinstance(term, TagTerm)))

    def and_also(self, *terms: Term) -> "IssueQuery":
        return IssueQuery((*self.terms, *terms))
