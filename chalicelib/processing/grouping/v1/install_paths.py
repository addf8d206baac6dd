"""Paths without where a program happens to be installed: home folders, bundles, temporary folders, containers."""

import re
from functools import lru_cache
from typing import Final

from chalicelib.patterns import pattern

#: What stands before the last of these says only where the code after it was put.
_ROOTS: Final = (
    r"(?:app\.asar(?:\.unpacked)?|node_modules|site-packages|dist-packages|__pypackages__/\d\.\d+/lib|vendor/bundle"
    r"|resources/app|\.app/Contents/(?:Resources|MacOS)|_internal)/"
)
_INSTALLED: Final = (
    # iOS and its simulator, Android, container layers, snaps, AWS Lambda, Heroku
    r"/(?:private/)?var/(?:containers|mobile/Containers)/Bundle/Application/[0-9A-Fa-f-]{36}/",
    r"/data/(?:app|data)/(?:~~[\w=+-]+/)?",
    r"/var/lib/(?:docker|containers|containerd)/(?:[^/]+/){1,8}?(?:merged|fs|diff)/",
    r"/snap/[^/]+/[^/]+/",
    r"/var/(?:task|runtime)/",
    r"/tmp/build_[0-9a-f]+/",  # noqa: S108 - A path to recognize, not to write to.
)
_HOME: Final = (
    r"(?:[A-Za-z]:)?/(?:Users|home|Documents and Settings|export/home|usr/home|var/home)/[^/]+/"
    r"|/root/|(?:[A-Za-z]:)?/Windows/(?:ServiceProfiles/[^/]+|system32/config/systemprofile)/"
)
_TEMPORARY: Final = (
    r"(?:/(?:private/)?(?:var/folders/[^/]+/[^/]+/[TX]|var/tmp|tmp)|(?:[A-Za-z]:)?/(?:Windows/)?Temp|AppData/Local/Temp"
    r"|/run/user/\d+)/(?:[^/]*(?:\d{3}|[0-9a-f]{6}|[._-]tmp|tmp[._-]|_MEI|\.mount_)[^/]*/)*"
)
#: A folder named by an id or a hash: that of a container, a build, a release.
_ID_FOLDER: Final = r"(?<=/)(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{12,64}|\d{8,14})(?=/)"
_ANDROID_SUFFIX: Final = r"-[\w-]{20,24}==?(?=/)"
_ABSOLUTE: Final = re.compile(r"(?:[A-Za-z]:)?[\\/]|~[\\/]|\\\\")


@lru_cache(maxsize=4096)
def without_install_path(path: str) -> str:
    """*path* from where the program's own folders begin; what is no absolute path stays as it is."""
    is_windows = "\\" in path
    if not is_windows and not _ABSOLUTE.match(path):
        return path
    plain = path.replace("\\", "/").removeprefix("//?/")
    if not _ABSOLUTE.match(plain):
        return path
    for root in re.finditer(_ROOTS, plain):
        rest = plain[root.end() :]
        if not re.search(_ROOTS, rest):
            return rest
    for installed in _INSTALLED:
        plain = pattern(installed).sub("/", plain, count=1)
    plain = pattern(_ANDROID_SUFFIX).sub("", plain)
    plain = pattern(_HOME).sub("~/", plain, count=1)
    plain = pattern(_TEMPORARY).sub("<tmp>/", plain, count=1)
    return pattern(_ID_FOLDER).sub("<id>", plain)
