"""Notes beside an event's values, as in Sentry's `_meta` tree and `errors` list: what was invalid, what was cut."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

MAX_KEPT_ORIGINAL: Final = 500
MAX_KEY_CHARACTERS: Final = 500
MAX_KEPT_DEPTH: Final = 10
MAX_INCOMING_DEPTH: Final = 25
MAX_INCOMING_NODES: Final = 500
LEAF_KEYS: Final = ("err", "len", "rem", "val")


def drop_cuts(node: dict[str, Any]) -> None:
    """Takes out what is noted as cut, and nodes that note nothing else."""
    for name, child in list(node.items()):
        if name:
            drop_cuts(child)
        else:
            for part in ("rem", "len"):
                child.pop(part, None)
        if not child:
            del node[name]


def clean_meta(notes: Any) -> dict[str, Any]:
    """The part of a stranger's `_meta` that has the right form, bounded in depth and number."""
    budget = iter(range(MAX_INCOMING_NODES))
    return _cleaned_node(notes, 0, budget) if type(notes) is dict else {}


def _cleaned_node(node: dict[Any, Any], depth: int, budget: Iterator[int]) -> dict[str, Any]:
    if depth > MAX_INCOMING_DEPTH:
        return {}
    kept: dict[str, Any] = {}
    for key, child in islice(node.items(), MAX_INCOMING_NODES):
        if (
            type(child) is not dict
            or type(key) is not str
            or len(key) > MAX_KEY_CHARACTERS
            or next(budget, None) is None
        ):
            continue
        child_kept = _cleaned_leaf(child) if key == "" else _cleaned_node(child, depth + 1, budget)
        if child_kept:
            kept[key] = child_kept
    return kept


def _cleaned_leaf(leaf: dict[Any, Any]) -> dict[str, Any]:
    return {key: leaf[key] for key in LEAF_KEYS if leaf.get(key) is not None and is_keepable(leaf[key])}


def merge_meta(incoming: dict[str, Any], own: dict[str, Any], event: Any) -> dict[str, Any]:
    """Both trees in one, ours winning, without notes about values that no longer exist."""
    merged: dict[str, Any] = {}
    for key in (*own, *(key for key in incoming if key not in own)):
        given = incoming.get(key, {})
        if key == "":
            # What the SDK cut was longer than what it sent.
            merged[""] = {**given, **own.get("", {}), **({"len": given["len"]} if "len" in given else {})}
            continue
        present, value = _descend(event, key)
        combined = merge_meta(given, own.get(key, {}), value) if present else None
        if combined:
            merged[key] = combined
    return merged


def _descend(value: Any, key: str) -> tuple[bool, Any]:
    if type(value) is dict:
        return key in value, value.get(key)
    if type(value) is list and key.isascii() and key.isdigit() and len(key) < 7 and int(key) < len(value):
        return True, value[int(key)]
    return False, None


def is_keepable(value: Any) -> bool:
    """Whether a value is worth keeping beside its replacement: valid JSON, at most 500 bytes written out."""
    if type(value) is str and len(value) > MAX_KEPT_ORIGINAL:
        return False
    if (type(value) is list or type(value) is dict) and not _has_few_parts(value):
        return False
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except (ValueError, TypeError, RecursionError):
        return False
    return size <= MAX_KEPT_ORIGINAL and _is_plain(value)


def _has_few_parts(value: Any) -> bool:
    """Whether a value can be written in 500 bytes at all, told without writing it: each part takes two at least."""
    waiting, parts = [value], 0
    while waiting:
        one = waiting.pop()
        parts += len(one)
        if parts > MAX_KEPT_ORIGINAL // 2:
            return False
        waiting += [part for part in (one.values() if type(one) is dict else one) if type(part) in {dict, list}]
    return True


def _is_plain(value: Any, depth: int = 0) -> bool:
    """Whether all keys are texts, all integers fit 64 bits and nothing is nested deep, as other writers demand."""
    if depth > MAX_KEPT_DEPTH:
        return False
    if type(value) is dict:
        return all(type(key) is str and _is_plain(child, depth + 1) for key, child in value.items())
    if type(value) is list:
        return all(_is_plain(child, depth + 1) for child in value)
    return type(value) is not int or -(2**63) <= value < 2**64


Path = tuple[str | int, ...]

MAX_ERRORS: Final = 100
#: What fifty frames whose variables are cut to their limits can hold.
MAX_FREE_VALUES: Final = 15_000

_NOTHING: Final = object()


class Meta:
    """Collects the notes of one normalization. `incoming` are the notes the event already carried.

    `values_left` is how many more free-form values the event may hold, over all its parts.
    """

    __slots__ = ("_noted", "errors", "incoming", "tree", "values_left")

    def __init__(self, incoming: Any = None) -> None:
        self.tree: dict[str, Any] = {}
        self.errors: list[tuple[Path, dict[str, Any]]] = []
        self.incoming: dict[str, Any] = clean_meta(incoming) if incoming else {}
        self._noted = 0
        self.values_left = MAX_FREE_VALUES

    def invalid(
        self,
        path: Path,
        reason: str | None = None,
        value: Any = _NOTHING,
        *,
        kind: str = "invalid_data",
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Notes that the value at *path* was refused, and keeps it where it is small enough to be shown."""
        if self._noted >= MAX_ERRORS:
            return
        self._noted += 1
        extra: dict[str, Any] = {"reason": reason} if reason is not None else detail or {}
        leaf = self._leaf(path)
        leaf.setdefault("err", []).append([kind, extra] if extra else kind)
        error = {"type": kind, "name": ".".join(map(str, path))}
        if value is not _NOTHING and value is not None and is_keepable(value):
            leaf["val"] = value
            error["value"] = value
        self.errors.append((path, {**error, **extra}))

    def original(self, path: Path, value: Any) -> None:
        """Keeps what stood at *path* where it was replaced without being an error."""
        if is_keepable(value):
            self._leaf(path)["val"] = value

    def shortened(self, path: Path, kept: str, original_length: int) -> None:
        """Notes that of a string only *kept* is left, followed by three dots; where they stand is said in bytes."""
        leaf = self._leaf(path)
        position = len(kept) if kept.isascii() else len(kept.encode())
        leaf["rem"] = [["!limit", "s", position, position + 3]]
        leaf["len"] = max(original_length, leaf.get("len", 0))

    def replaced_start(self, path: Path, rule: str, end: int, original_length: int) -> None:
        """Notes that the first *end* bytes of a string gave way to a star."""
        leaf = self._leaf(path)
        leaf["rem"] = [[rule, "s", 0, end]]
        leaf["len"] = original_length

    def fewer(self, path: Path, original_length: int) -> None:
        """Notes how many entries a list or object had before some were left out."""
        leaf = self._leaf(path)
        leaf["len"] = max(original_length, leaf.get("len", 0))

    def already_noted(self, path: Path) -> bool:
        """True when the event came with a note about *path* itself: its null means “refused”, not “absent”."""
        node: Any = self.incoming
        for part in path:
            if type(node) is not dict:
                return False
            node = node.get(str(part))
        return type(node) is dict and "" in node

    def forget(self, path: Path) -> None:
        """Takes back what was noted about *path*, whose value was replaced by a good one."""
        if not self.tree:
            return
        self.errors[:] = [noted for noted in self.errors if noted[0] != path]
        node: Any = self.tree
        for part in path:
            node = node.get(str(part), {})
        node.pop("", None)

    def forget_cuts(self, path: Path) -> None:
        """Takes back what was noted as cut inside *path*, which is cut again."""
        node: Any = self.tree
        for part in path:
            node = node.get(str(part), {})
        for name, child in list(node.items()):
            if name:
                drop_cuts(child)
                if not child:
                    del node[name]

    def renamed(self, path: Path, name: str, new_name: str) -> None:
        """Takes the notes about a field at *path* along to another field beside it."""
        if not (self.tree or self.incoming or self.errors):
            return
        self.forget((*path, new_name))
        for tree in (self.tree, self.incoming):
            node: Any = tree
            for part in path:
                node = node.get(str(part), {})
            if name in node:
                node[new_name] = node.pop(name)
        dotted = ".".join(map(str, (*path, new_name)))
        self.errors[:] = [
            ((*path, new_name), {**error, "name": dotted}) if place == (*path, name) else (place, error)
            for place, error in self.errors
        ]

    def moved(self, name: str, path: Path) -> None:
        """Takes the notes about a top-level field along to where the field went."""
        for tree in (self.tree, self.incoming):
            notes = tree.pop(name, None)
            if notes:
                node = tree
                for part in path[:-1]:
                    node = node.setdefault(str(part), {})
                node[str(path[-1])] = notes
        for index, (place, error) in enumerate(self.errors):
            if place[0] == name:
                place = (*path, *place[1:])  # noqa: PLW2901 - the error goes where its value went
                self.errors[index] = (place, {**error, "name": ".".join(map(str, place))})

    def _leaf(self, path: Path) -> dict[str, Any]:
        if "" in path:
            # The empty key is where a node keeps its own notes; what bears that name goes without.
            return {}
        node = self.tree
        for part in path:
            node = node.setdefault(str(part), {})
        leaf: dict[str, Any] = node.setdefault("", {})
        return leaf
