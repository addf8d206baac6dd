import pytest

from chalicelib.http.scopes import grants


@pytest.mark.parametrize(
    ("held", "wanted", "granted"),
    [
        ({"event:read"}, "event:read", True),
        ({"event:write"}, "event:read", True),
        ({"event:admin"}, "event:read", True),
        ({"event:admin"}, "event:write", True),
        ({"event:read"}, "event:write", False),
        ({"event:admin"}, "project:read", False),
        ({"project:admin"}, "project:releases", True),
        ({"project:write"}, "project:releases", False),
        ({"project:releases"}, "project:read", False),
        (set(), "any", True),
        (set(), "public", True),
        (set(), "org:read", False),
    ],
)
def test_admin_includes_write_and_write_includes_read(held: set[str], wanted: str, granted: bool) -> None:
    assert grants(frozenset(held), wanted) is granted
