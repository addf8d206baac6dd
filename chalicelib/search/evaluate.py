"""Columns and a query in, positions of the issues that match out. Each term narrows what the one before it left."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from chalicelib.search.columns import IssueColumns
from chalicelib.search.query import (
    AssigneeTerm,
    FieldTerm,
    IssueQuery,
    RangeTerm,
    StateName,
    StateTerm,
    TagTerm,
    Term,
    TextTerm,
)
from chalicelib.search.wildcards import Wildcard

Test = Callable[[int], bool]
# Sets and comparisons first, text last: what is cheap leaves less to what is dear.
COST = {TagTerm: 0, StateTerm: 1, AssigneeTerm: 1, RangeTerm: 2, FieldTerm: 3, TextTerm: 4}


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the columns alone don't know: issues by tag, people by address, and what the asking person keeps."""

    tags: Mapping[TagTerm, AbstractSet[str]] = field(default_factory=dict)
    viewer_id: str | None = None
    user_ids_by_email: Mapping[str, str] = field(default_factory=dict)
    bookmarked: AbstractSet[str] = frozenset()
    subscribed: AbstractSet[str] = frozenset()


def select(columns: IssueColumns, query: IssueQuery, lookups: Lookups) -> list[int]:
    """The positions of the issues for which every term holds, in the columns' order."""
    positions: Iterable[int] = range(len(columns.id))
    for term in sorted(query.terms, key=lambda term: COST[type(term)]):
        test = _build_test(columns, term, lookups)
        if term.is_negated:
            positions = [position for position in positions if not test(position)]
        else:
            positions = [position for position in positions if test(position)]
    return list(positions)


def _build_test(columns: IssueColumns, term: Term, lookups: Lookups) -> Test:
    match term:
        case TagTerm():
            return _test_membership(columns.id, lookups.tags[term])
        case StateTerm():
            return _test_states(columns, term.states, lookups)
        case AssigneeTerm():
            return _test_assignee(columns, term, lookups)
        case RangeTerm():
            return _test_range(columns, term)
        case FieldTerm():
            return _test_field(columns, term)
        case TextTerm():
            return _test_text(columns.search_text, term.pattern)


def _test_membership(column: Sequence[str | None], members: Collection[str | None]) -> Test:
    return lambda position: column[position] in members


def _test_states(columns: IssueColumns, states: tuple[StateName, ...], lookups: Lookups) -> Test:
    tests = [_test_state(columns, state, lookups) for state in states]
    return tests[0] if len(tests) == 1 else lambda position: any(test(position) for test in tests)


def _test_state(columns: IssueColumns, state: StateName, lookups: Lookups) -> Test:
    if state in {"assigned", "unassigned"}:
        assignees, expects_nobody = columns.assignee_id, state == "unassigned"
        return lambda position: (assignees[position] is None) is expects_nobody
    if state in {"handled", "unhandled"}:
        handled, expects_unhandled = columns.handled, state == "unhandled"
        return lambda position: (handled[position] is False) is expects_unhandled
    if state in {"bookmarked", "subscribed"}:
        return _test_membership(columns.id, lookups.bookmarked if state == "bookmarked" else lookups.subscribed)
    return _test_membership(columns.status, (state,))


def _test_assignee(columns: IssueColumns, term: AssigneeTerm, lookups: Lookups) -> Test:
    return _test_membership(columns.assignee_id, {_resolve_assignee(whom, lookups) for whom in term.whom})


def _resolve_assignee(whom: str, lookups: Lookups) -> str | None:
    if whom == "none":
        return None
    if whom == "me":
        # Nobody's id is empty: `assigned:me` with a project's own token finds nothing.
        return lookups.viewer_id or ""
    return lookups.user_ids_by_email.get(whom, whom)


def _test_range(columns: IssueColumns, term: RangeTerm) -> Test:
    name = "last_seen" if term.field == "timestamp" else term.field
    column: Sequence[float | str] = getattr(columns, name)
    return lambda position: term.holds(column[position])


def _test_field(columns: IssueColumns, term: FieldTerm) -> Test:
    """Values repeat a lot, so that each distinct one is matched once."""
    verdicts: dict[str | None, bool] = {}

    def fits(value: str | None) -> bool:
        if value not in verdicts:
            folded = (value or "").lower()
            verdicts[value] = any(pattern.matches(folded) for pattern in term.patterns)
        return verdicts[value]

    if term.field == "environment":
        environments = columns.environments
        return lambda position: any(fits(value) for value in environments[position])
    column: Sequence[str | None] = getattr(columns, term.field)
    return lambda position: fits(column[position])


def _test_text(column: Sequence[str], pattern: Wildcard) -> Test:
    if pattern.is_literal:
        needle = pattern.literal
        return lambda position: needle in column[position]
    return lambda position: pattern.is_in(column[position])
