"""Function names of native code without return types, arguments, template arguments, hashes and clones."""

import re
from collections.abc import Callable
from functools import lru_cache
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


MAX_CHARACTERS: Final = 4096
MAX_DEPTH: Final = 40

_TRAILER: Final = r"(?:\bconst|&)\Z"
_LAMBDA: Final = r"\{lambda\([^{}]*\)#\d+\}|\blambda_[a-f0-9]{32}\b|\$_\d+\b|'lambda\d{0,9}'"
_MSVC_NAMESPACE: Final = r"\?A0x[a-f0-9]{8}::"
_RUST_BLANKET: Final = r"[A-Z] as "
_CLOSING: Final = {"(": ")", "{": "}", "[": "]", "<": ">"}

#: Operators whose names contain brackets or arrows, written so that they do not disturb the balance.
_OPERATORS: Final = (
    ("operator<<", "operator⟨⟨"),
    ("operator<", "operator⟨"),
    ("operator>>", "operator⟩⟩"),
    ("operator>", "operator⟩"),
    ("operator()", "operator◯"),
    ("operator->", "operator⟿"),
    (" -> ", " ⟿ "),
    ("`anonymous namespace'", "〔anonymousnamespace〕"),
)
_WRITTEN_AGAIN: Final = str.maketrans({"⟨": "<", "⟩": ">", "◯": "()", "⟿": "->"})


def trim_function(function: str, platform: str, family: str) -> str:
    if platform == "csharp":
        # Unity writes the signature after a space.
        return function.split(" (", 1)[0]
    return trim_native_function(function) if family == "native" else function


@lru_cache(maxsize=4096)
def trim_native_function(function: str) -> str:
    """`void ns::Foo<int>::bar(int) const` → `ns::Foo<T>::bar`."""
    if function in {"<redacted>", "<unknown>"} or len(function) > MAX_CHARACTERS:
        return function
    name = function.strip()
    if name.startswith(("[", "+[", "-[")):
        # Objective-C names have no signature.
        return name
    kind, name = split_swift_phrase(without_rust_numbers(name))
    name = _replace_enclosed(
        name, "[", "]", lambda inner, _: "" if inner.startswith("clone .") else f"[{inner}]"
    ).rstrip()
    name = _normalized(_without_trailers(name))
    name = _replace_enclosed(name, "(", ")", _arguments)
    name = _replace_enclosed(name, "<", ">", _generics)
    token = _function_token(_tokens(name))
    if not token:
        return function
    token = token.translate(_WRITTEN_AGAIN).replace("〔anonymousnamespace〕", "`anonymous namespace'")
    return kind + without_decoration(token)


def _without_trailers(name: str) -> str:
    while match := pattern(_TRAILER).search(name):
        name = name[: match.start()].rstrip()
    return name


def _normalized(name: str) -> str:
    for written, safe in _OPERATORS:
        if written in name:
            name = name.replace(written, safe)
    if "lambda" in name or "$_" in name:
        name = pattern(_LAMBDA).sub("lambda", name)
    return pattern(_MSVC_NAMESPACE).sub("〔anonymousnamespace〕::", name) if "?A0x" in name else name


def _arguments(inner: str, _start: int) -> str:
    inner = inner.strip()
    return f"({inner})" if inner in {"anonymous namespace", "operator"} else ""


def _generics(inner: str, start: int, depth: int = 0) -> str:
    """`<T>` for template arguments; for Rust's `<Foo as Trait>::f`, which starts the name, the type."""
    if inner == "lambda" or pattern(_LAMBDA).match(inner):
        return f"<{inner}>"
    if start > 0 or depth > MAX_DEPTH:
        return "<T>"
    inner = pattern(_RUST_BLANKET).sub("", inner, count=1) if pattern(_RUST_BLANKET).match(inner) else inner
    inner = _replace_enclosed(inner, "<", ">", lambda more, place: _generics(more, place, depth + 1))
    return inner.split(" as ", 1)[0]


def _replace_enclosed(text: str, opening: str, closing: str, replacement: Callable[[str, int], str]) -> str:
    """Replaces what stands in outermost brackets, brackets included."""
    if opening not in text:
        return text
    depth = 0
    start = 0
    parts: list[str] = []
    for index, character in enumerate(text):
        if character == opening:
            if depth == 0:
                start = index
            depth += 1
        elif character == closing:
            depth -= 1
            if depth == 0:
                parts.append(replacement(text[start + 1 : index], start))
        elif depth == 0:
            parts.append(character)
    return "".join(parts)


def _tokens(name: str) -> list[str]:
    """Splits at spaces outside of brackets."""
    tokens: list[str] = []
    stack: list[str] = []
    current: list[str] = []
    for character in name:
        if character.isspace() and not stack:
            if current:
                tokens.append("".join(current))
            current = []
            continue
        current.append(character)
        if character in _CLOSING:
            stack.append(_CLOSING[character])
        elif stack and character == stack[-1]:
            stack.pop()
    if current:
        tokens.append("".join(current))
    if len(tokens) > 1 and tokens[-1] == "<T>":
        # MSVC writes a space between an operator and its template arguments.
        tokens[-2:] = [f"{tokens[-2]} <T>"]
    if len(tokens) > 1 and tokens[-2].endswith("operator"):
        # operator new, Foo::operator bool
        tokens[-2:] = [f"{tokens[-2]} {tokens[-1]}"]
    return tokens


def _function_token(tokens: list[str]) -> str:
    """The token before Swift's return arrow, else the last one."""
    if not tokens:
        return ""
    name = tokens[-1]
    if "⟿" in tokens:
        arrow = len(tokens) - 1 - tokens[::-1].index("⟿")
        name = next((token for token in tokens[arrow - 1 :: -1] if token not in {"throws", "async"}), name)
    return f"closure in {name}" if "closure" in tokens[:-1] and name != "closure" else name
