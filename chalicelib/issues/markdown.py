"""An issue as Markdown: its state, its newest event, the tags that set it apart and the commits suspected of it."""

from collections.abc import Sequence

from chalicelib.events.lists import find_newest_event_id
from chalicelib.events.markdown import describe_event, inline_code
from chalicelib.events.store import StoredEvent, get_event
from chalicelib.issues.facet_lift import compare_facets
from chalicelib.issues.schemas import IssueDetail, TagFacet
from chalicelib.issues.serializers import answer_issue
from chalicelib.issues.store import Issue
from chalicelib.projects.store import Project
from chalicelib.releases.suspect_lookup import find_issue_suspects
from chalicelib.releases.suspects import Suspect
from chalicelib.times import utc_now

MAX_FACETS = 8
# A value this much more frequent than in the project sets the issue apart.
MIN_LIFT = 1.5


def read_issue_text(project: Project, issue: Issue, user_id: str) -> str:
    """All of *issue* that one reads first, as *user_id* may see it."""
    event_id = find_newest_event_id(project.project_id, issue)
    return describe_issue(
        answer_issue(project, issue, user_id),
        get_event(project.project_id, event_id) if event_id else None,
        compare_facets(project.project_id, issue, utc_now()),
        find_issue_suspects(issue),
    )


def describe_issue(
    issue: IssueDetail, newest: StoredEvent | None, facets: Sequence[TagFacet], suspects: Sequence[Suspect]
) -> str:
    """*newest* is None where no event is kept any more."""
    parts = [f"# {issue.short_id}: {inline_code(issue.title, 300)}", _facts(issue)]
    apart = _describe_lift(facets)
    if apart:
        parts.append(f"## What sets it apart\n\n{apart}")
    if suspects:
        parts.append(f"## Suspect commits, most likely first\n\n{_describe_suspects(suspects)}")
    if newest is None:
        parts.append("None of its events is kept any more.")
    else:
        parts.append(describe_event(newest))
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(issue: IssueDetail) -> str:
    facts = [
        f"- Page: {issue.permalink}",
        f"- Status: {issue.status}; level {issue.level}; {'unhandled' if issue.handled is False else 'handled'}",
        f"- Assigned to: {inline_code(issue.assignee.email) if issue.assignee else 'nobody'}",
        f"- Events: {issue.times_seen}, of {issue.users} users; first {issue.first_seen}, last {issue.last_seen}",
    ]
    if issue.culprit:
        facts.append(f"- Where: {inline_code(issue.culprit)}")
    if issue.environments:
        facts.append(f"- Environments: {', '.join(inline_code(name) for name in issue.environments)}")
    if issue.first_release:
        last = f", last {inline_code(issue.last_release)}" if issue.last_release else ""
        facts.append(f"- Releases: first {inline_code(issue.first_release)}{last}")
    return "\n".join(facts)


def _describe_lift(facets: Sequence[TagFacet]) -> str:
    """The values that are much more frequent here than in the project, the strongest first."""
    lifted = [
        (value.share / value.project_share, facet.key, value)
        for facet in facets
        for value in facet.values[:3]
        if value.project_share and value.share >= 0.5 and value.share / value.project_share >= MIN_LIFT
    ]
    lifted.sort(key=lambda found: -found[0])
    return "\n".join(
        f"- {inline_code(key)} is {inline_code(value.value)} in {value.share:.0%} of its events,"
        f" in {value.project_share or 0:.0%} of the project's"
        for _, key, value in lifted[:MAX_FACETS]
    )


def _describe_suspects(suspects: Sequence[Suspect]) -> str:
    return "\n".join(
        f"- {inline_code(each.commit.commit_id, 40)} of release {inline_code(each.version)} changed"
        f" {inline_code(each.path)}: {inline_code(each.commit.message.partition(chr(10))[0])}"
        for each in suspects
    )
