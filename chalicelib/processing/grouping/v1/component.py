"""The tree of what an event is grouped by: every part, whether it counted, and why not if it did not."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final

HASH_BYTES: Final = 16


@dataclass(slots=True)
class Component:
    """A part of an event: its texts or smaller parts, and whether they count."""

    id: str
    values: "list[Component | str]" = field(default_factory=list)
    hint: str | None = None
    contributes: bool = field(default=False)

    def ignore(self, hint: str | None = None) -> None:
        self.contributes = False
        self.hint = hint or self.hint


def leaf(part: str, value: str | None, hint: str | None = None) -> Component:
    """A part made of one text; it counts when there is one."""
    return Component(part, [value], hint, contributes=True) if value else Component(part, [], hint)


def branch(part: str, children: "list[Component | str]") -> Component:
    """A part made of parts; it counts when one of them does."""
    counts = any(isinstance(child, str) or child.contributes for child in children)
    return Component(part, children, contributes=counts)


def left_out(component: Component, hint: str) -> Component:
    """A copy that does not count."""
    return Component(component.id, component.values, hint)


def contributing_texts(component: Component) -> list[str]:
    """What is hashed: the texts of contributing parts, in their order."""
    texts: list[str] = []
    if component.contributes:
        _collect_texts(component, texts)
    return texts


def _collect_texts(component: Component, texts: list[str]) -> None:
    for value in component.values:
        if isinstance(value, str):
            texts.append(value)
        elif value.contributes:
            _collect_texts(value, texts)


def contains_contributing(component: Component, part: str) -> bool:
    if not component.contributes:
        return False
    if component.id == part:
        return True
    return any(isinstance(value, Component) and contains_contributing(value, part) for value in component.values)


def hash_texts(texts: list[str], version: str) -> str:
    """32 hexadecimal digits; each text is preceded by its length, so that no two lists read the same."""
    written = "".join(f"{len(text)}:{text}" for text in (version, *texts))
    return blake2b(written.encode("utf-8", "replace"), digest_size=HASH_BYTES).hexdigest()


def component_json(component: Component) -> dict[str, Any]:
    """The tree as the page shows it under “why grouped”."""
    shown: dict[str, Any] = {"id": component.id, "contributes": component.contributes}
    if component.hint:
        shown["hint"] = component.hint
    if component.values:
        shown["values"] = [value if isinstance(value, str) else component_json(value) for value in component.values]
    return shown
