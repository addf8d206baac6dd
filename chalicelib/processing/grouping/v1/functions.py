"""Function names of native code without return types, arguments, template arguments and compilers' hashes."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.v1.native_names import split_swift_phrase, without_decoration, without_rust_numbers

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
