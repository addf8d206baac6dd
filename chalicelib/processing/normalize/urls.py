"""URLs in the form a browser would give them, without their query and fragment."""

from typing import Final
from urllib.parse import quote, unquote

from chalicelib.patterns import pattern

_ABSOLUTE: Final = r"(?s)([a-zA-Z][a-zA-Z0-9+.\-]*):(.*)"
_AUTHORITY: Final = r"(?s)/*([^/]*)(.*)"
_FILE_AUTHORITY: Final = r"(?s)//([^/]*)(.*)"
#: What a browser encodes or resolves in a path.
_UNUSUAL_IN_PATH: Final = r"[^!#-;=?-_a-z|~]|/\."
_NO_PART_OF_URLS: Final = str.maketrans("", "", "\t\n\r")
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443", "ws": ":80", "wss": ":443", "ftp": ":21"}
MAX_HOST: Final = 250
_SPECIAL: Final = frozenset({*_DEFAULT_PORTS, "file"})
_KEPT_IN_PATH: Final = "/%:@!$&'()*+,;=~-._[]|^\\"


def split_url(url: str) -> tuple[str, str, str]:
    """URL, query and fragment. Sentry's browser SDK used to end cut URLs with an ellipsis character."""
    if url.endswith("…"):
        url = url[:-1] + "..."
    rest, _, fragment = url.partition("#")
    base, _, query = rest.partition("?")
    return normalized_url(base), query, fragment


def normalized_url(url: str) -> str:
    """Scheme and host in lower case, no default port, dots resolved, spaces and other letters percent-encoded."""
    match = pattern(_ABSOLUTE).fullmatch(url.strip())
    if match is None:
        return url
    scheme, rest = match[1].lower(), match[2].translate(_NO_PART_OF_URLS).replace("\\", "/")
    authority = pattern(_FILE_AUTHORITY if scheme == "file" else _AUTHORITY).fullmatch(rest)
    if authority is None or scheme not in _SPECIAL:
        return url
    user, at, host = authority[1].rpartition("@")
    host = _host(host.removesuffix(_DEFAULT_PORTS.get(scheme, ":")).removesuffix(":"))
    if host is None or (not host and scheme != "file"):
        return url
    return f"{scheme}://{user}{at}{host}{_path(authority[2])}"


def _host(host: str) -> str | None:
    host = (unquote(host) if "%" in host and len(host) < MAX_HOST else host).lower()
    if host.isascii():
        return None if " " in host or (":" in host and not _is_port(host)) else host
    try:
        return host.encode("idna").decode() if len(host) < MAX_HOST else None
    except UnicodeError:
        return None


def _is_port(host: str) -> bool:
    """Whether what follows the host's last colon can be a port; addresses in brackets have colons of their own."""
    port = host.rpartition(":")[2]
    return host.endswith("]") or (port.isdecimal() and len(port) < 6 and int(port) < 65_536)


def _path(path: str) -> str:
    if path and not pattern(_UNUSUAL_IN_PATH).search(path):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:] if path else [""]
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + quote("/".join(kept), safe=_KEPT_IN_PATH)
