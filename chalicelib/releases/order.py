"""The order of releases, and whether an event reopens an issue that was resolved in one. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Resolution = Literal["now", "in_release", "next_release"]

# package@1.2.3-beta.1+build, where package, pre-release and build may be missing. Two to four numbers, because
# mobile and Windows builds carry four; a bare integer is a build number or a date and says nothing about order.
VERSION = re.compile(
    r"(?:(?P<package>[^@\s]{1,150})@)?v?(?P<numbers>\d{1,9}(?:\.\d{1,9}){1,3})"
    r"(?:-(?P<pre>[0-9A-Za-z.\-]{1,100}))?(?:\+[0-9A-Za-z.\-]{1,100})?"
)


@dataclass(frozen=True, slots=True)
class ReleaseMark:
    """What ordering needs of a release. *date_created* is when the project first heard of it."""

    version: str
    date_created: str


def is_later(release: ReleaseMark, than: ReleaseMark) -> bool:
    """By version when both follow semver within one package, else by date. A release is not later than itself.

    Semver gives builds of one version no order (clause 10), so that these go by date, too. Releases of two packages
    have no order at all: an app's version says nothing about its neighbour's.
    """
    if release.version == than.version or _are_strangers(release.version, than.version):
        return False
    mine, other = _semver_key(release.version), _semver_key(than.version)
    if mine is not None and other is not None and mine[0] == other[0] and mine != other:
        return mine[1:] > other[1:]
    return release.date_created > than.date_created


def package_of(version: str) -> str:
    """What stands before the @ of `package@version`; empty where there is none."""
    package, at, rest = version.rpartition("@")
    return package if at and rest else ""


def _are_strangers(one: str, other: str) -> bool:
    packages = {package_of(one), package_of(other)}
    return len(packages) == 2 and "" not in packages


def newest(releases: Iterable[ReleaseMark]) -> ReleaseMark | None:
    """The last release in order of the first one's package, or None when there is none."""
    best: ReleaseMark | None = None
    for release in releases:
        if best is None or is_later(release, best):
            best = release
    return best


def newest_by_package(releases: Iterable[ReleaseMark]) -> dict[str, str]:
    """The version of each package's last release; "" stands for those that name no package."""
    best: dict[str, ReleaseMark] = {}
    for release in releases:
        package = package_of(release.version)
        if package not in best or is_later(release, best[package]):
            best[package] = release
    return {package: release.version for package, release in best.items()}


def is_regression(
    *,
    status: str,
    resolved_at: str | None,
    resolution: str | None,
    resolved_in: ReleaseMark | None,
    received_at: str,
    event_release: ReleaseMark | None,
) -> bool:
    """Whether an event reopens an issue: it must have arrived after the resolution, and not come from an older release.

    Resolved `now`: any later event does. `in_release`: events of that release or a later one. `next_release`: events of
    a release later than the newest one known when it was resolved. An event that names no release cannot tell, and
    leaves a resolution by release alone.
    """
    if status != "resolved" or resolved_at is None or received_at <= resolved_at:
        return False
    if resolution in {None, "now"} or resolved_in is None:
        return True
    if event_release is None:
        return False
    if resolution == "in_release" and event_release.version == resolved_in.version:
        return True
    return is_later(event_release, resolved_in)


def compare_version(version: str, bound: str) -> int | None:
    """-1, 0 or 1 as *version* is before, at or after *bound*; None where one is no version or of another package.

    A bound without a package is one for every package.
    """
    mine, other = _semver_key(version), _semver_key(bound if "." in bound else f"{bound}.0")
    if mine is None or other is None or (other[0] and mine[0] != other[0]):
        return None
    return (mine[1:] > other[1:]) - (mine[1:] < other[1:])


def fits_bound(version: str, operator: str, bound: str) -> bool:
    """Whether *version* is `>`, `>=`, `<`, `<=` or `=` *bound*."""
    order = compare_version(version, bound)
    if order is None:
        return False
    return (order == 0 and "=" in operator) or (order > 0 and ">" in operator) or (order < 0 and "<" in operator)


def _semver_key(version: str) -> tuple[str, tuple[int, ...], int, tuple[tuple[int, int, str], ...]] | None:
    """Package, numbers, and semver's rule for pre-releases (clause 11): before the release; numbers before words."""
    found = VERSION.fullmatch(version)
    if found is None:
        return None
    numbers = tuple(int(number) for number in found["numbers"].split("."))
    padded = numbers + (0,) * (4 - len(numbers))
    pre = found["pre"]
    return found["package"] or "", padded, int(pre is None), _pre_release_key(pre)


def _pre_release_key(pre: str | None) -> tuple[tuple[int, int, str], ...]:
    if pre is None:
        return ()
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in pre.split("."))
