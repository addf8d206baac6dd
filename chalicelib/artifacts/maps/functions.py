"""Where the functions of a minified file begin and end, and where each has its name: a scan of brackets. Pure.

It knows no grammar beyond what tells a function's body from other braces. A file that it loses its way in has no
functions: frames are then named by their callers alone.
"""

import re
from collections import deque
from dataclasses import dataclass
from typing import Final

MAX_SCANNED: Final = 16 * 1024 * 1024
MAX_FUNCTIONS: Final = 300_000
MAX_DEPTH: Final = 5000
_TOKEN: Final = re.compile(
    r"[ \t\r\n\u2028\u2029]+|(?P<word>[\w$\u0080-\uffff]+)|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<mark>=>|[^\w\s])",
    re.DOTALL,
)
_REGEX: Final = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_TEMPLATE: Final = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(`|\$\{)", re.DOTALL)
_CONTROL: Final = frozenset({"if", "for", "while", "switch", "catch", "with", "await"})
#: Words after which a slash begins a regular expression.
_OPERATORS: Final = frozenset({"return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do"})
_QUOTES: Final = frozenset("\"'")
_CLOSERS: Final = {")": "(", "]": "[", "}": "{"}
_ENDS_EXPRESSION: Final = frozenset({",", ";", ")", "]", "}"})


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Function:
    """*name* is where the file calls it something; *owner* is the name of the class it is a method of."""

    name: Word | None
    owner: Word | None


class _LostWay(ValueError):
    """The brackets of the file do not match as we read them."""


@dataclass(slots=True)
class _Bracket:
    """An open bracket: *kind* `>` is the body of an arrow function without braces, which nothing closes but its end."""

    kind: str
    before: tuple[Word, ...] = ()
    function: int | None = None
    owner: Word | None = None


def find_functions(text: str) -> tuple[list[Function], list[tuple[int, int]]]:
    """Functions, and the offsets where another one begins to count: its index, or -1 outside of all.

    Nothing is found in a file that is too large, or whose brackets do not match.
    """
    if len(text) > MAX_SCANNED:
        return [], []
    scan = _Scan(text)
    try:
        scan.run()
    except _LostWay:
        return [], []
    return scan.functions, scan.changes


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[_Bracket] = []
        self._recent: deque[Word] = deque(maxlen=6)
        #: What stood before the parenthesis that was closed last, while that is the last token.
        self._closed: tuple[Word, ...] | None = None
        self._class: tuple[int, Word | None] | None = None
        self._inside: list[int] = [-1]
        #: The arrow function whose braces come next.
        self._pending = Function(None, None)
        self.functions: list[Function] = []
        self.changes: list[tuple[int, int]] = []

    def run(self) -> None:
        place, end = 0, len(self._text)
        while place < end:
            match = _TOKEN.match(self._text, place)
            if match is None:
                raise _LostWay
            if match.lastgroup == "mark":
                place = self._mark(match.group(), place, match.end())
                continue
            if match.lastgroup in {"word", "string"}:
                self._word(Word(match.group(), place))
            place = match.end()

    def _word(self, word: Word) -> None:
        if word.text == "class" and not (self._recent and self._recent[-1].text in {".", "?."}):
            self._class = len(self._open), _assigned(tuple(self._recent))
        elif self._class is not None and self._recent and self._recent[-1].text == "class" and word.text != "extends":
            self._class = self._class[0], word
        self._add(word)

    def _mark(self, mark: str, place: int, end: int) -> int:
        """Take a punctuator, or what begins with it; where to go on."""
        if mark in _QUOTES or self._text.startswith("/*", place):
            # What begins here has no end, or it would have been a string or a comment.
            raise _LostWay
        if mark == "`":
            return self._skip("``", self._template(end))
        if mark == "/" and self._expects_value():
            found = _REGEX.match(self._text, place)
            if found is None:
                raise _LostWay
            return self._skip("//", found.end())
        while self._open and self._open[-1].kind == ">" and mark in _ENDS_EXPRESSION:
            self._leave(self._open.pop(), place)
        if mark == "=>":
            self._arrow(place, end)
        elif mark == "{":
            self._brace(place)
        elif mark in "([":
            self._push(_Bracket(mark, tuple(self._recent)))
        elif mark in _CLOSERS:
            return self._close(mark, place, end)
        self._add(Word(mark, place))
        return end

    def _skip(self, stands_for: str, end: int) -> int:
        """Note a template or a regular expression that ends there."""
        self._add(Word(stands_for, end))
        return end

    def _arrow(self, place: int, end: int) -> None:
        before = self._closed if self._closed is not None else tuple(self._recent)[:-1]
        name = _assigned(tuple(word for word in before if word.text != "async"))
        following = _TOKEN.match(self._text, end)
        body = following.end() if following is not None and following.lastgroup is None else end
        if self._text[body : body + 1] == "{":
            self._closed = None
            self._pending = Function(name, self._owner_of(name))
            return
        self._push(_Bracket(">", function=self._enter(Function(name, self._owner_of(name)), place)))

    def _brace(self, place: int) -> None:
        before = self._recent[-1].text if self._recent else ""
        if before == "=>":
            self._push(_Bracket("{", function=self._enter(self._pending, place)))
        elif self._class is not None and self._class[0] == len(self._open) and before != "(":
            self._push(_Bracket("{", owner=self._class[1] or Word("", place)))
            self._class = None
        elif self._closed is not None and (found := self._named(self._closed)) is not None:
            self._push(_Bracket("{", function=self._enter(found, place)))
        else:
            self._push(_Bracket("{"))

    def _named(self, before: tuple[Word, ...]) -> Function | None:
        """The function whose parameters come after *before*; None for the parenthesis of a statement."""
        words = [word for word in before if word.text not in {"*", "async"}]
        if not words:
            return None
        last = words[-1]
        if last.text == "function":
            return Function(_assigned(tuple(words[:-1])), None)
        if len(words) > 1 and words[-2].text == "function":
            return Function(last, None)
        if last.text in _CONTROL or not (_is_name(last) or last.text == "]"):
            return None
        return Function(last if _is_name(last) else None, self._open[-1].owner if self._open else None)

    def _owner_of(self, name: Word | None) -> Word | None:
        return self._open[-1].owner if name is not None and self._open else None

    def _close(self, mark: str, place: int, end: int) -> int:
        if not self._open or self._open[-1].kind not in {_CLOSERS[mark], "$" if mark == "}" else ""}:
            raise _LostWay
        bracket = self._open.pop()
        if bracket.kind == "$":
            return self._skip("``", self._template(end))
        self._leave(bracket, place)
        self._add(Word(mark, place))
        self._closed = bracket.before if mark == ")" else None
        return end

    def _template(self, place: int) -> int:
        """Go on within a template, up to its end or the expression in it."""
        match = _TEMPLATE.match(self._text, place)
        if match is None:
            raise _LostWay
        if match[1] == "${":
            self._push(_Bracket("$"))
            self._recent.clear()
        return match.end()

    def _expects_value(self) -> bool:
        if not self._recent:
            return True
        last = self._recent[-1].text
        if last in {"+", "-"} and len(self._recent) > 1 and self._recent[-2].text == last:
            return False
        return last in _OPERATORS or not (last[-1].isalnum() or last[-1] in "_$)]`\"'" or last == "//")

    def _enter(self, function: Function, place: int) -> int:
        if len(self.functions) >= MAX_FUNCTIONS:
            raise _LostWay
        self.functions.append(function)
        index = len(self.functions) - 1
        self._inside.append(index)
        self.changes.append((place, index))
        return index

    def _leave(self, bracket: _Bracket, place: int) -> None:
        if bracket.function is not None:
            self._inside.pop()
            self.changes.append((place + (bracket.kind == "{"), self._inside[-1]))

    def _push(self, bracket: _Bracket) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise _LostWay
        self._open.append(bracket)

    def _add(self, word: Word) -> None:
        self._recent.append(word)
        self._closed = None


def _assigned(before: tuple[Word, ...]) -> Word | None:
    """What a function is assigned to: `a` of `a=`, `b` of `x.b=`, `c` of `c:`."""
    if len(before) < 2 or before[-1].text not in {"=", ":"}:
        return None
    target = before[-2]
    return target if _is_name(target) or target.text[0] in "\"'" else None


def _is_name(word: Word) -> bool:
    first = word.text[0]
    return first.isalpha() or first in "_$"
