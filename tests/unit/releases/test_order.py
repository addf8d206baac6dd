"""Which release comes after which, and when a resolved issue is back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.releases.order import ReleaseMark, is_later, is_regression, newest, newest_by_package

OLD, NEW = "2026-11-01T00:00:00.000Z", "2026-11-20T00:00:00.000Z"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1.9.0", "1.10.0"),
        ("shop@1.0.0", "shop@1.0.1"),
        ("1.0.0-alpha", "1.0.0-alpha.1"),
        ("1.0.0-alpha.1", "1.0.0-alpha.beta"),
        ("1.0.0-beta.2", "1.0.0-beta.11"),
        ("1.0.0-rc.1", "1.0.0"),
        ("v1.2", "1.2.1"),
        ("1.2.3.4", "1.2.3.5"),
        ("app@2.0+7", "app@2.1+1"),
    ],
)
def test_versions_follow_semver_whatever_their_dates(earlier: str, later: str) -> None:
    assert is_later(ReleaseMark(later, OLD), ReleaseMark(earlier, NEW))
    assert not is_later(ReleaseMark(earlier, NEW), ReleaseMark(later, OLD))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("f3a9c1", "0b77de"),
        ("7.0.0", "abcdef"),
        ("20261101", "7"),
        # Builds of one version have no order of their own.
        ("api@1.0.0+3f9c2ab", "api@1.0.0+77e01cd"),
        ("app@2.0.0+296", "app@2.0.0+295"),
        ("1.0.0+b", "1.0.0+a"),
        ("1.0", "1.0.0"),
        # The same app before and after its versions named a package.
        ("2.0.0", "shop@1.0.0"),
        ("shop@f3a9c1", "shop@0b77de"),
    ],
)
def test_other_releases_follow_their_dates(earlier: str, later: str) -> None:
    assert is_later(ReleaseMark(later, NEW), ReleaseMark(earlier, OLD))
    assert not is_later(ReleaseMark(earlier, OLD), ReleaseMark(later, NEW))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shop@9.0.0", "cart@1.0.0"),
        ("shop@1.0.0", "cart@9.0.0"),
        ("shop@f3a9c1", "cart@0b77de"),
        ("@a/b@1.0", "@a/c@2.0"),
    ],
)
def test_releases_of_two_packages_have_no_order(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        assert not is_later(ReleaseMark(first, NEW), ReleaseMark(second, OLD))


def test_the_newest_of_each_package_is_known() -> None:
    marks = [ReleaseMark("shop@1.0.0+b", NEW), ReleaseMark("shop@1.0.0+a", OLD), ReleaseMark("cart@2.0", OLD)]

    assert newest_by_package([*marks, ReleaseMark("0b77de", OLD)]) == {
        "shop": "shop@1.0.0+b",
        "cart": "cart@2.0",
        "": "0b77de",
    }


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_two_releases_are_each_later_than_the_other(one: str, other: str) -> None:
    a, b = ReleaseMark(one, OLD), ReleaseMark(other, NEW)

    assert not (is_later(a, b) and is_later(b, a))


def test_the_newest_release_is_the_last_in_order() -> None:
    marks = [ReleaseMark("1.2.0", NEW), ReleaseMark("1.10.0", OLD), ReleaseMark("1.9.0", NEW)]

    assert newest(marks) == ReleaseMark("1.10.0", OLD)
    assert newest([]) is None


@pytest.mark.parametrize(
    ("resolution", "resolved_in", "event_release", "reopens"),
    [
        ("now", None, None, True),
        (None, None, "1.0.0", True),
        ("in_release", "1.1.0", "1.0.0", False),
        ("in_release", "1.1.0", "1.1.0", True),
        ("in_release", "1.1.0", "1.2.0", True),
        ("next_release", "1.1.0", "1.1.0", False),
        ("next_release", "1.1.0", "1.2.0", True),
        ("next_release", "1.1.0", None, False),
        ("next_release", None, "1.0.0", True),
    ],
)
def test_a_resolved_issue_reopens_by_release(
    resolution: str | None, resolved_in: str | None, event_release: str | None, reopens: bool
) -> None:
    mark = {None: None, "1.0.0": OLD, "1.1.0": OLD, "1.2.0": NEW}

    assert (
        is_regression(
            status="resolved",
            resolved_at=OLD,
            resolution=resolution,
            resolved_in=ReleaseMark(resolved_in, str(mark[resolved_in])) if resolved_in else None,
            received_at=NEW,
            event_release=ReleaseMark(event_release, str(mark[event_release])) if event_release else None,
        )
        is reopens
    )


@pytest.mark.parametrize("status", ["resolved", "ignored", "unresolved"])
def test_an_event_from_before_the_resolution_reopens_nothing(status: str) -> None:
    assert not is_regression(
        status=status, resolved_at=NEW, resolution="now", resolved_in=None, received_at=OLD, event_release=None
    )
