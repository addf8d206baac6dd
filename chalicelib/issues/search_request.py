"""Filters and queries of a request → a selection for the issue index, with the lookups that the index lacks."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.accounts.store import find_user_by_email
from chalicelib.errors import NotFound
from chalicelib.events.store import find_place
from chalicelib.http.authentication import Actor
from chalicelib.issues.bookmarks import Bookmark, list_bookmarks
from chalicelib.issues.index.users import find_met_roots
from chalicelib.issues.lists import find_roots, find_tagged_roots
from chalicelib.issues.postings import list_tag_keys
from chalicelib.issues.schemas import IssueFilters
from chalicelib.issues.store import resolve_issue_id
from chalicelib.projects.store import find_project
from chalicelib.releases.order import fits_bound
from chalicelib.releases.store import list_marks, newest_release
from chalicelib.search.evaluate import IssueColumns, Lookups, select
from chalicelib.search.keys import reject_unknown_keys
from chalicelib.search.parser import RELEASE_VERSION, parse_free_text, parse_query
from chalicelib.search.pasted import event_id_in
from chalicelib.search.people import USER, list_identities, reject_user_patterns
from chalicelib.search.predicates import Wildcard
from chalicelib.search.query import (
    AssigneeTerm,
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

Select = Callable[[IssueColumns], Iterable[int]]
# Each is read on its own.
MAX_COMPARED = 100
MAX_NAMED = 20
RELEASE_FIELDS = frozenset({"first_release", "last_release"})
LATEST = (Wildcard(("latest",)),)


def build_select(project_id: str, filters: IssueFilters, actor: Actor, now: datetime) -> Select | None:
    """What the index keeps for *filters*; None keeps everything. Raises QuerySyntaxError."""
    query = _name_latest_release(project_id, _count_users(build_query(filters, now)))
    query = _name_compared_releases(project_id, query)
    query = _name_pasted_events(project_id, query)
    reject_unknown_keys(query, partial(list_tag_keys, project_id))
    if not query.terms:
        return None
    lookups = _look_up(project_id, query, actor)
    return lambda columns: select(columns, query, lookups)


def build_query(filters: IssueFilters, now: datetime) -> IssueQuery:
    """The language's query with the plain parameters as further terms."""
    reject_user_patterns(filters.query or "")
    query = parse_query(filters.query or "", now).and_also(*parse_free_text(filters.search or "").terms)
    return query.and_also(*_plain_terms(filters))


def _plain_terms(filters: IssueFilters) -> list[Term]:
    terms: list[Term] = []
    if filters.status:
        terms.append(StateTerm((filters.status,)))
    for name in ("level", "environment"):
        value = getattr(filters, name)
        if value:
            terms.append(FieldTerm(name, (Wildcard((value.lower(),)),)))
    return terms


def _count_users(query: IssueQuery) -> IssueQuery:
    """`has:user` by the count of users, which is there for every issue."""

    def counted(term: Term) -> Term:
        is_presence = isinstance(term, TagTerm) and term.key == USER and not term.patterns
        return RangeTerm("users", lowest=1.0, is_negated=term.is_negated) if is_presence else term

    return IssueQuery(tuple(map(counted, query.terms)))


def _name_latest_release(project_id: str, query: IssueQuery) -> IssueQuery:
    """`release:latest` and `firstRelease:latest` mean the newest release of the moment."""

    def named(term: Term) -> Term:
        if not isinstance(term, TagTerm | FieldTerm) or term.patterns != LATEST:
            return term
        newest = newest_release(project_id)
        pattern = Wildcard((newest.version if newest else "",))
        if isinstance(term, TagTerm):
            return replace(term, patterns=(pattern,)) if term.key == "release" else term
        return replace(term, patterns=(pattern.folded(),)) if term.field in RELEASE_FIELDS else term

    return IssueQuery(tuple(map(named, query.terms)))


def _name_compared_releases(project_id: str, query: IssueQuery) -> IssueQuery:
    """`release.version:>=1.2` as the releases that are."""

    def named(term: Term) -> Term:
        if not isinstance(term, TagTerm) or term.key != RELEASE_VERSION:
            return term
        operator, bound = term.patterns[0].pieces
        marks = [mark.version for mark in list_marks(project_id)]
        found = [version for version in marks if fits_bound(version, operator, bound)]
        if len(found) > MAX_COMPARED:
            problem = f"{len(found)} releases are {operator}{bound}, more than {MAX_COMPARED}; narrow it, as in 1.2.*"
            raise QuerySyntaxError(problem, 0)
        return replace(term, key="release", patterns=tuple(Wildcard((version,)) for version in found or [""]))

    return IssueQuery(tuple(map(named, query.terms)))


def _name_pasted_events(project_id: str, query: IssueQuery) -> IssueQuery:
    """A pasted event id as its event's issue; where the project keeps no such event, it stays text."""

    def named(term: Term) -> Term:
        event_id = event_id_in(term.pattern.literal) if isinstance(term, TextTerm) else None
        if event_id is None or find_place(project_id, event_id) is None:
            return term
        return NameTerm("event", (event_id,), term.is_negated)

    return IssueQuery(tuple(map(named, query.terms)))


def _look_up(project_id: str, query: IssueQuery, actor: Actor) -> Lookups:
    kept = _kept_by(project_id, query, actor)
    return Lookups(
        issues=_find_issues(project_id, query),
        viewer_id=actor.user_id,
        user_ids_by_email=_user_ids_by_email(query),
        bookmarked=find_roots(project_id, [bookmark.issue_id for bookmark in kept if bookmark.is_bookmarked]),
        subscribed=find_roots(project_id, [bookmark.issue_id for bookmark in kept if bookmark.is_subscribed]),
    )


def _find_issues(project_id: str, query: IssueQuery) -> dict[TagTerm | NameTerm, AbstractSet[str]]:
    found: dict[TagTerm | NameTerm, AbstractSet[str]] = {}
    for term in query.terms:
        if isinstance(term, NameTerm):
            found[term] = _find_named(project_id, term)
        elif isinstance(term, TagTerm):
            found[term] = _find_tagged(project_id, term)
    return found


def _find_tagged(project_id: str, term: TagTerm) -> AbstractSet[str]:
    """Issues with the tag; for `user:` and its kin those that such a person met, and those with a tag of that name."""
    identities = list_identities(term)
    met = find_met_roots(project_id, identities) if identities else frozenset[str]()
    return met if term.key == USER else met | find_tagged_roots(project_id, term.key, term.patterns)


def _find_named(project_id: str, term: NameTerm) -> AbstractSet[str]:
    """The issues that are called so. Raises QuerySyntaxError for what none is called, as an empty list says nothing."""
    if len(term.names) > MAX_NAMED:
        raise QuerySyntaxError(f"expected at most {MAX_NAMED} {term.of}s by name", 0)
    find = _find_issue if term.of == "issue" else _find_issue_of_event
    return find_roots(project_id, [find(project_id, name) for name in term.names])


def _find_issue(project_id: str, name: str) -> str:
    project = find_project(project_id)
    with suppress(NotFound):
        if project is not None:
            return resolve_issue_id(project, name)
    raise QuerySyntaxError(f"this project has no issue {name!r}; expected one such as WEB-12 after 'issue:'", 0)


def _find_issue_of_event(project_id: str, event_id: str) -> str:
    place = find_place(project_id, event_id.replace("-", "").lower())
    if place is None:
        raise QuerySyntaxError(f"this project keeps no event {event_id!r}; expected its 32 hex digits after 'id:'", 0)
    return place.issue_id


def _kept_by(project_id: str, query: IssueQuery, actor: Actor) -> list[Bookmark]:
    states = {state for term in query.terms if isinstance(term, StateTerm) for state in term.states}
    return list_bookmarks(project_id, actor.user_id) if states & {"bookmarked", "subscribed"} else []


def _user_ids_by_email(query: IssueQuery) -> dict[str, str]:
    addresses = {whom for term in query.terms if isinstance(term, AssigneeTerm) for whom in term.whom if "@" in whom}
    found = {address: find_user_by_email(address) for address in sorted(addresses)[:20]}
    return {address: user.user_id for address, user in found.items() if user is not None}
