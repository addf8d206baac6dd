"""What compilers write around the names of native functions (hashes, clones, phrases of Swift), taken off again."""

import re
from typing import Final

from chalicelib.patterns import pattern

_RUST_HASH: Final = r"::h[a-z0-9]{16}\Z"
#: The disambiguators of Rust's newer names: my_crate[4d3c2b1a5e6f7a8b]::run::{closure#0}
_RUST_CRATE_HASH: Final = r"\[[0-9a-f]{5,16}\]"
_RUST_NUMBERED: Final = r"\{(closure|impl|closure_env)#\d+\}"
_GLIBC_VERSION: Final = r"@@?GLIBC_[0-9.]+\Z"
_WINDOWS_DECORATION: Final = r"@?([^@]*)@[0-9]+\Z"
#: Copies of a function that compilers make for some of its calls or some of its body: run.cold.1, run.isra.3.part.0
_CLONES: Final = r"(?:\.(?:cold|part|isra|constprop|llvm|lto_priv|localalias)\.\d+|\.cold){1,6}\Z"
#: Unity's C++: Thread_Sleep_m71DE163765BF465EC4A0163F2ED4D43143094549, U3CRunU3Ed__12_MoveNext
_IL2CPP_HASH: Final = r"_m[0-9A-F]{40}(?![0-9A-Za-z])"
_IL2CPP_NUMBER: Final = r"(U3E[a-z]__|DisplayClass)\d+(?:_\d+)?"

_SWIFT_EXTENSION: Final = r"\(extension in [^()]{0,200}\):"
_SWIFT_INITIALIZER: Final = "variable initialization expression of "


def split_swift_phrase(name: str) -> tuple[str, str]:
    """The part of Swift's description that tells what kind of code it is, and the declaration it belongs to."""
    if "thunk for @" in name:
        return "thunk for ", "closure"
    kind = ""
    if "(extension in " in name:
        name = pattern(_SWIFT_EXTENSION).sub("", name)
    if "closure #" in name and " in " in name:
        kind, name = "closure in ", name.rpartition(" in ")[2]
    if _SWIFT_INITIALIZER in name:
        kind, name = f"{kind}initializer expression of ", name.rpartition(_SWIFT_INITIALIZER)[2]
    declaration = name.split(" : ", 1)[0]
    return kind, declaration or name


def without_rust_numbers(name: str) -> str:
    """Crates without their hashes, closures written as Rust's older names write them."""
    if "::" not in name:
        return name
    name = pattern(_RUST_CRATE_HASH).sub("", name) if "[" in name else name
    return pattern(_RUST_NUMBERED).sub(_numberless, name) if "#" in name else name


def _numberless(match: re.Match[str]) -> str:
    return "{{closure}}" if match[1] == "closure" else f"{{{match[1]}}}"


def without_decoration(name: str) -> str:
    """The name without what compilers and linkers append to it."""
    if "::h" in name:
        name = pattern(_RUST_HASH).sub("", name)
    if "_m" in name:
        name = pattern(_IL2CPP_HASH).sub("", name)
    if "U3E" in name:
        name = pattern(_IL2CPP_NUMBER).sub(r"\1<auto>", name)
    if "." in name:
        name = pattern(_CLONES).sub("", name) or name
    if "@" in name:
        name = pattern(_GLIBC_VERSION).sub("", name)
        match = pattern(_WINDOWS_DECORATION).fullmatch(name)
        return match[1] if match else name
    return name
