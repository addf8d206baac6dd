"""Columns and a query in, positions of the issues that match out. Each term narrows what the one before it left.

A term is a column and a judge of its values. Judges are chains of `map` over C functions wherever possible: a call of
Python for each of 100,000 issues and term would take longer than people wait.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from itertools import compress, tee
from operator import not_
from typing import Any, Protocol

from chalicelib.search.predicates import Judge, Verdicts, judge_by_patterns, judge_text
from chalicelib.search.query import (
    AssigneeTerm,
    Bound,
    FieldTerm,
    IssueQuery,
    NameTerm,
    RangeTerm,
    StateName,
    StateTerm,
    TagTerm,
    Term,
    TextTerm,
)


class IssueColumns(Protocol):
    """Times are ISO strings of one length, so that they compare as text. *search_text* is folded to lower case.

    *live* is 0 where an issue was deleted or merged away; whoever counts by hand must leave those out.
    """

    @property
    def live(self) -> Sequence[int]: ...
    @property
    def id(self) -> Sequence[str]: ...
    @property
    def title(self) -> Sequence[str]: ...
    @property
    def culprit(self) -> Sequence[str]: ...
    @property
    def type(self) -> Sequence[str]: ...
    @property
    def level(self) -> Sequence[str]: ...
    @property
    def status(self) -> Sequence[str]: ...
    @property
    def platform(self) -> Sequence[str]: ...
    @property
    def first_seen(self) -> Sequence[str]: ...
    @property
    def last_seen(self) -> Sequence[str]: ...
    @property
    def times_seen(self) -> Sequence[int]: ...
    @property
    def users(self) -> Sequence[int]: ...
    @property
    def environments(self) -> Sequence[Collection[str]]: ...
    @property
    def first_release(self) -> Sequence[str | None]: ...
    @property
    def last_release(self) -> Sequence[str | None]: ...
    @property
    def assignee_id(self) -> Sequence[str | None]: ...
    @property
    def handled(self) -> Sequence[bool | None]: ...
    @property
    def search_text(self) -> Sequence[str]: ...


# Sets and comparisons first, text last: what is cheap leaves less to what is dear.
COST = {NameTerm: 0, TagTerm: 0, StateTerm: 1, AssigneeTerm: 1, RangeTerm: 2, FieldTerm: 3, TextTerm: 4}
# Of these an issue has its own; the values of other fields repeat a lot and are judged once each.
DISTINCT_FIELDS = frozenset({"title", "culprit"})
STATUSES = frozenset({"unresolved", "resolved", "ignored"})


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the columns alone don't know: issues by tag or name, people by address, and what the asking person keeps."""

    issues: Mapping[TagTerm | NameTerm, AbstractSet[str]] = field(default_factory=dict)
    viewer_id: str | None = None
    user_ids_by_email: Mapping[str, str] = field(default_factory=dict)
    bookmarked: AbstractSet[str] = frozenset()
    subscribed: AbstractSet[str] = frozenset()


def select(columns: IssueColumns, query: IssueQuery, lookups: Lookups) -> Sequence[int]:
    """The positions of the issues for which every term holds, in the columns' order."""
    everyone = range(len(columns.id))
    positions: Sequence[int] = everyone
    for term in sorted(query.terms, key=lambda term: COST[type(term)]):
        column, judge = _column_and_judge(columns, term, lookups)
        verdicts = judge(column if positions is everyone else map(column.__getitem__, positions))
        positions = list(compress(positions, map(not_, verdicts) if term.is_negated else verdicts))
    return positions


def _column_and_judge(columns: IssueColumns, term: Term, lookups: Lookups) -> tuple[Sequence[Any], Judge]:
    match term:
        case TagTerm() | NameTerm():
            return columns.id, _by_membership(lookups.issues[term])
        case StateTerm():
            return _states_column(columns, term.states, lookups)
        case AssigneeTerm():
            return columns.assignee_id, _by_membership({_resolve_assignee(whom, lookups) for whom in term.whom})
        case RangeTerm():
            name = "last_seen" if term.field == "timestamp" else term.field
            return getattr(columns, name), _by_range(term)
        case FieldTerm():
            return _field_column(columns, term)
        case TextTerm():
            return columns.search_text, _by_text(term)


def _by_text(term: TextTerm) -> Judge:
    if not term.alternatives:
        return judge_text(term.pattern)
    judges = [judge_text(pattern) for pattern in term.patterns]

    def judge(values: Iterable[Any]) -> Verdicts:
        read = tee(values, len(judges))
        return map(any, zip(*(own(texts) for own, texts in zip(judges, read, strict=True)), strict=True))

    return judge


def _by_membership(members: Collection[Any]) -> Judge:
    return partial(map, frozenset(members).__contains__)


def _states_column(
    columns: IssueColumns, states: tuple[StateName, ...], lookups: Lookups
) -> tuple[Sequence[Any], Judge]:
    """A single state's own column; of several, the positions at which any of them holds."""
    if len(states) == 1:
        return _state_column(columns, states[0], lookups)
    if STATUSES.issuperset(states):
        return columns.status, _by_membership(states)
    everyone = range(len(columns.id))
    judged = (_state_column(columns, state, lookups) for state in states)
    return everyone, _by_membership({one for column, judge in judged for one in compress(everyone, judge(column))})


def _state_column(columns: IssueColumns, state: StateName, lookups: Lookups) -> tuple[Sequence[Any], Judge]:
    nobody = {None}
    kept = {"bookmarked": lookups.bookmarked, "subscribed": lookups.subscribed}
    if state in kept:
        return columns.id, _by_membership(kept[state])
    if state == "unassigned":
        return columns.assignee_id, _by_membership(nobody)
    if state == "assigned":
        return columns.assignee_id, _negated(_by_membership(nobody))
    if state in {"handled", "unhandled"}:
        return columns.handled, _by_membership({False} if state == "unhandled" else {True, None})
    return columns.status, _by_membership({state})


def _negated(judge: Judge) -> Judge:
    return lambda values: map(not_, judge(values))


def _resolve_assignee(whom: str, lookups: Lookups) -> str | None:
    if whom == "none":
        return None
    if whom == "me":
        # Nobody's id is empty: `assigned:me` with a project's own token finds nothing.
        return lookups.viewer_id or ""
    return lookups.user_ids_by_email.get(whom, whom)


def _by_range(term: RangeTerm) -> Judge:
    """A bound's own comparison, seen from its side: `value > lowest` is `lowest < value`."""
    bounds = []
    if term.lowest is not None:
        bounds.append(partial(map, _comparison(term.lowest, "__le__" if term.is_lowest_included else "__lt__")))
    if term.highest is not None:
        bounds.append(partial(map, _comparison(term.highest, "__ge__" if term.is_highest_included else "__gt__")))
    if len(bounds) == 1:
        return bounds[0]

    def judge(values: Iterable[Any]) -> Verdicts:
        compared = tee(values, len(bounds))
        return map(all, zip(*(bound(own) for bound, own in zip(bounds, compared, strict=True)), strict=True))

    return judge


def _comparison(bound: Bound, name: str) -> Callable[[Any], Any]:
    compare: Callable[[Any], Any] = getattr(bound, name)
    return compare


def _field_column(columns: IssueColumns, term: FieldTerm) -> tuple[Sequence[Any], Judge]:
    judge = judge_by_patterns(term.patterns)
    if term.field == "environment":
        # An issue that names none has the empty one, as in `environment:""`.
        return columns.environments, _remembering(lambda names: any(judge(names or ("",))))
    column: Sequence[str | None] = getattr(columns, term.field)
    if term.field in DISTINCT_FIELDS:
        return column, judge
    return column, _remembering(lambda value: any(judge((value or "",))))


class _Verdicts(dict[Any, bool]):
    """Verdicts by value, each made when it is first asked for."""

    def __init__(self, decide: Callable[[Any], bool]) -> None:
        super().__init__()
        self.decide = decide

    def __missing__(self, value: Any) -> bool:
        verdict = self[value] = self.decide(value)
        return verdict


def _remembering(decide: Callable[[Any], bool]) -> Judge:
    verdicts = _Verdicts(decide)

    def judge(values: Iterable[Any]) -> Verdicts:
        return map(verdicts.__getitem__, values)

    return judge
