import pytest

from chalicelib.compat.issue_lists import split_query


@pytest.mark.parametrize(
    ("query", "ours", "projects"),
    [
        (None, "is:unresolved", []),
        ("", "", []),
        ("is:archived level:error", "is:ignored level:error", []),
        ("is:unresolved project:web TypeError", "is:unresolved TypeError", ["web"]),
        ('project:"web" project.id:42', "", ["web", "42"]),
        ("issue.category:error is:unresolved", "is:unresolved", []),
        ("my.project:web", "my.project:web", []),
    ],
)
def test_sentrys_words_become_ours_and_projects_are_taken_out(
    query: str | None, ours: str, projects: list[str]
) -> None:
    assert split_query(query) == (ours, projects)
