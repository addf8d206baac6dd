"""The same language over events: fields and tags of one event in, yes or no out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.search.predicates import Wildcard
from chalicelib.search.query import (
    FieldTerm,
    IssueQuery,
    NameTerm,
    QuerySyntaxError,
    RangeTerm,
    StateTerm,
    TagTerm,
    Term,
    TextTerm,
)

FIELDS = frozenset({"title", "culprit", "type", "platform"})


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What an event can be asked for. *tags* holds the derived ones (level, environment, release …) too."""

    timestamp: str
    text: str
    fields: Mapping[str, str]
    tags: Mapping[str, Sequence[str]]


def reject_issue_terms(query: IssueQuery) -> None:
    """Refuse what only an issue has. Raises QuerySyntaxError."""
    for term in query.terms:
        if isinstance(term, StateTerm) and not {"handled", "unhandled"}.issuperset(term.states):
            raise QuerySyntaxError("expected is:handled or is:unhandled; other states are an issue's", 0)
        if isinstance(term, RangeTerm) and term.field != "timestamp":
            raise QuerySyntaxError(f"'{term.field}:' is an issue's; expected timestamp:, a field, a tag or text", 0)
        if isinstance(term, TextTerm) and term.is_of_stack:
            raise QuerySyntaxError("files and functions are found among issues; expected a field, a tag or text", 0)
        if isinstance(term, TagTerm) and term.key == "release.version":
            raise QuerySyntaxError("versions are compared among issues; expected a version such as 1.2.*", 0)
        if isinstance(term, NameTerm):
            raise QuerySyntaxError("issues are named among issues; expected a field, a tag or text", 0)
        if not isinstance(term, StateTerm | RangeTerm | FieldTerm | TagTerm | TextTerm):
            raise QuerySyntaxError("'assigned:' is an issue's; expected timestamp:, a field, a tag or text", 0)


def fits_event(query: IssueQuery, event: EventFacts) -> bool:
    """Whether every term holds for *event*."""
    return all(_holds(term, event) is not term.is_negated for term in query.terms)


def _holds(term: Term, event: EventFacts) -> bool:
    match term:
        case TextTerm():
            return any(pattern.is_in(event.text) for pattern in term.patterns)
        case RangeTerm():
            return term.holds(event.timestamp)
        case TagTerm():
            return _has_tag(event, term.key, term.patterns)
        case FieldTerm():
            return _has_field(event, term)
        case StateTerm():
            is_unhandled = "no" in event.tags.get("handled", ())
            return any((state == "unhandled") == is_unhandled for state in term.states)
    return False


def _has_tag(event: EventFacts, key: str, patterns: tuple[Wildcard, ...]) -> bool:
    values = event.tags.get(key, ())
    return bool(values) if not patterns else any(fits_value(pattern, value) for pattern in patterns for value in values)


def _has_field(event: EventFacts, term: FieldTerm) -> bool:
    name = "release" if term.field.endswith("_release") else term.field
    values = [event.fields[name]] if name in FIELDS and name in event.fields else event.tags.get(name, ())
    return any(pattern.matches(value.lower()) for pattern in term.patterns for value in values)


def fits_value(pattern: Wildcard, value: str) -> bool:
    """How tags compare, on issues and events alike: exactly without a star, letter case ignored with one."""
    return value == pattern.literal if pattern.is_literal else pattern.folded().matches(value.lower())
