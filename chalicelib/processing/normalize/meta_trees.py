"""Trees of notes in the form of Sentry's `_meta`: what came with an event, cleaned, and how two trees become one."""

import json
from collections.abc import Iterator
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


def cleaned_notes(notes: Any) -> dict[str, Any]:
    """The part of a stranger's `_meta` that has the right form, bounded in depth and number."""
    budget = iter(range(MAX_INCOMING_NODES))
    return _cleaned_node(notes, 0, budget) if type(notes) is dict else {}


def _cleaned_node(node: dict[Any, Any], depth: int, budget: Iterator[int]) -> dict[str, Any]:
    if depth > MAX_INCOMING_DEPTH:
        return {}
    kept: dict[str, Any] = {}
    for key, child in node.items():
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


def merged_notes(incoming: dict[str, Any], own: dict[str, Any], event: Any) -> dict[str, Any]:
    """Both trees in one, ours winning, without notes about values that no longer exist."""
    merged: dict[str, Any] = {}
    for key in (*own, *(key for key in incoming if key not in own)):
        given = incoming.get(key, {})
        if key == "":
            # What the SDK cut was longer than what it sent.
            merged[""] = {**given, **own.get("", {}), **({"len": given["len"]} if "len" in given else {})}
            continue
        present, value = _descend(event, key)
        combined = merged_notes(given, own.get(key, {}), value) if present else None
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
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except (ValueError, TypeError, RecursionError):
        return False
    return size <= MAX_KEPT_ORIGINAL and _is_plain(value)


def _is_plain(value: Any, depth: int = 0) -> bool:
    """Whether all keys are texts, all integers fit 64 bits and nothing is nested deep, as other writers demand."""
    if depth > MAX_KEPT_DEPTH:
        return False
    if type(value) is dict:
        return all(type(key) is str and _is_plain(child, depth + 1) for key, child in value.items())
    if type(value) is list:
        return all(_is_plain(child, depth + 1) for child in value)
    return type(value) is not int or -(2**63) <= value < 2**64
