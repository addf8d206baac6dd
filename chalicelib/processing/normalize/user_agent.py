"""Browser, operating system and device from a User-Agent header, told by the expressions that Sentry uses, too."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from chalicelib.processing.normalize.values import well_formed

if TYPE_CHECKING:
    from ua_parser import OS, Device, Parser
    from ua_parser import UserAgent as Browser

MAX_CHARACTERS: Final = 512
#: The family of what is not known.
_UNKNOWN: Final = "Other"
#: Versions at which browsers froze what they say of their system: the real one may be higher.
_FROZEN: Final = frozenset({("Windows", "10"), ("Mac OS X", "10.15.7")})


@dataclass(frozen=True, slots=True)
class UserAgent:
    """What a header tells, each part in the form of the context it becomes, or None."""

    browser: dict[str, Any] | None
    system: dict[str, Any] | None
    device: dict[str, Any] | None


@cache
def _parser() -> "Parser":
    # A thousand expressions take a tenth of a second to compile, which only processes that meet a browser pay.
    from ua_parser import Parser  # noqa: PLC0415 - see above
    from ua_parser.loaders import load_lazy_builtins  # noqa: PLC0415 - see above
    from ua_parser.regex import Resolver  # noqa: PLC0415 - see above

    return Parser(Resolver(load_lazy_builtins()))


@lru_cache(maxsize=512)
def parse_user_agent(header: str) -> UserAgent:
    found = _parser().parse(well_formed(header[:MAX_CHARACTERS]))
    return UserAgent(_browser(found.user_agent), _system(found.os), _device(found.device))


def named(name: str, version: str | None) -> dict[str, Any]:
    return {"name": name, "version": version} if version else {"name": name}


def _version(*parts: str | None) -> str | None:
    known = parts[: parts.index(None)] if None in parts else parts
    return ".".join(filter(None, known)) or None


def _browser(found: "Browser | None") -> dict[str, Any] | None:
    if found is None or found.family == _UNKNOWN:
        return None
    return named(found.family, _version(found.major, found.minor, found.patch))


def _system(found: "OS | None") -> dict[str, Any] | None:
    if found is None or found.family == _UNKNOWN:
        return None
    version = _version(found.major, found.minor, found.patch)
    return named(found.family, f">={version}" if (found.family, version) in _FROZEN else version)


def _device(found: "Device | None") -> dict[str, Any] | None:
    if found is None or found.family == _UNKNOWN:
        return None
    return {"family": found.family, "model": found.model, "brand": found.brand}
