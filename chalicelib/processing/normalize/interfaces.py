"""The smaller parts of an event: templates, security reports, modules and earlier errors."""

from typing import Any, Final

from chalicelib.processing.names import names
from chalicelib.processing.normalize.attributes import transaction
from chalicelib.processing.normalize.meta import MAX_ERRORS, Marks, Path
from chalicelib.processing.normalize.meta_trees import MAX_KEPT_DEPTH
from chalicelib.processing.normalize.size_limit import Bag, key_text, object_bag
from chalicelib.processing.normalize.structures import structure
from chalicelib.processing.normalize.timestamps import timestamp
from chalicelib.processing.normalize.values import ABSENT, printable, text, text_list, text_up_to, unsigned


def modules(value: Any, marks: Marks, path: Path) -> Any:
    """Installed packages and their versions."""
    if type(value) is not dict:
        marks.invalid(path, "expected an object", printable(value))
        return None
    checked: dict[Any, Any] = {}
    for key, entry in value.items():
        if (
            entry == ""
            or (key == "" and type(entry) is not str)
            or (entry is None and not marks.already_noted((*path, key_text(key))))
        ):
            continue
        checked[key] = None if entry is None else text(entry, marks, (*path, key_text(key)))
    if not any(checked.values()) and not marks.tree.get("modules") and not marks.incoming.get("modules"):
        return ABSENT
    return Bag(8192, marks).put_entries(checked, 7, path)


_change: Final = structure(
    {"source": text_up_to(1024), "propagations": unsigned, "timestamp": timestamp},
    "expected transactionnamechange",
    keep_empty=True,
)


def _changes(value: Any, marks: Marks, path: Path) -> Any:
    if type(value) is not list:
        marks.invalid(path, "expected an array", printable(value))
        return None
    return [None if entry is None else _change(entry, marks, (*path, i)) for i, entry in enumerate(value)] or ABSENT


#: Where the transaction's name is from.
transaction_info: Final = structure(
    {
        "source": text_up_to(1024),
        "original": transaction,
        "changes": _changes,
        "propagations": unsigned,
    },
    "expected transactioninfo",
    keep_empty=True,
)

template: Final = structure(
    {
        "filename": text_up_to(128),
        "abs_path": text_up_to(4096),
        "lineno": unsigned,
        "colno": unsigned,
        "pre_context": text_list,
        "context_line": text,
        "post_context": text_list,
    },
    "expected templateinfo",
)

csp: Final = structure(
    {
        **dict.fromkeys(
            names(
                "effective_directive blocked_uri document_uri original_policy referrer violated_directive source_file "
                "script_sample disposition"
            ),
            text_up_to(8192),
        ),
        "status_code": unsigned,
        "line_number": unsigned,
        "column_number": unsigned,
    },
    "expected csp",
)
security_report: Final = object_bag(7, 16_384)


def errors(value: Any, marks: Marks, path: Path) -> list[Any]:
    """Problems that the SDK, or an earlier normalization, noted."""
    if type(value) is not list:
        marks.invalid(path, "expected an array", printable(value))
        return []
    kept: list[Any] = []
    for entry in value[:MAX_ERRORS]:
        if type(entry) is dict and type(entry.get("type")) is str:
            kept.append(Bag(8192, marks).put_entries(entry, MAX_KEPT_DEPTH + 4, (*path, len(kept))))
    return kept
