"""Names of JavaScript's functions and files as every browser, bundler and transpiler would have written them."""

from typing import Final

from chalicelib.patterns import pattern

UNKNOWN_FUNCTIONS: Final = frozenset(
    {
        "?",
        "(anonymous)",
        "<anonymous function>",
        "<anonymous>",
        "<global>",
        "<unknown>",
        "Anonymous function",
        "Global code",
        "anonymous",
        "global code",
        "module code",
    }
)
#: What V8 writes before a call, and before a frame's place in an asynchronous chain.
_PREFIXES: Final = ("async ", "new ")
#: Babel numbers the bodies of the asynchronous functions of a file: _callee$, _callee2$
_BABEL_NUMBER: Final = r"\A(_callee|_loop|_ref)\d+(\$?)\Z"

#: app-PCI55BO2.js, main.4f3c2a1b.chunk.js, index-Ca1b2C3d.mjs, vendors~main.0a1b2c3d4e5f6071.js
_CONTENT_HASH: Final = (
    r"[-._~](?=[0-9a-zA-Z_]{0,63}\d)(?:[0-9a-f]{7,64}|[0-9A-F]{8,64}|[0-9A-Z]{8}|(?=[a-z0-9_]{0,7}[A-Z])\w{8})"
    r"(?=[.\-_~:/]|\Z)"
)


def function_name(name: str) -> str:
    """The last part of `Object.name`, without what an engine says about the call."""
    name = name.split(" [as ", 1)[0]
    # Firefox: async*load, setTimeout handler*load
    name = name.rpartition("*")[2]
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    name = name.rsplit(".", 1)[-1]
    return pattern(_BABEL_NUMBER).sub(r"\1\2", name) if name.startswith("_") else name


def is_unknown(name: str) -> bool:
    """No name at all, or one that an engine gives to code without a name."""
    return name in UNKNOWN_FUNCTIONS or name.endswith("/<") or name.startswith("?anon_")


def without_hash(name: str) -> str:
    """The name of a file or module without the hashes of its content that bundlers put into it."""
    if not any(character.isdigit() for character in name):
        return name
    return pattern(_CONTENT_HASH).sub("", name)


def without_query(filename: str) -> str:
    return filename.split("?", 1)[0] or filename
