"""Why a body or query was refused, field by field: what is wrong, or what is known where a field is not. Pure."""

import types
from collections.abc import Sequence
from dataclasses import is_dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

MAX_PLACE_LENGTH = 200
UNKNOWN = frozenset({"extra_forbidden", "unexpected_keyword_argument"})


def refused_fields(schema: type[BaseModel], error: ValidationError) -> dict[str, str]:
    """What is wrong by dotted field name; what concerns no single field is told under "body"."""
    fields: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        place = ".".join(str(part) for part in problem["loc"]) or "body"
        fields.setdefault(place[:MAX_PLACE_LENGTH], _reason(schema, problem["type"], problem["loc"], problem["msg"]))
    return fields


def _reason(schema: type[BaseModel], kind: str, place: Sequence[str | int], message: str) -> str:
    known = _known_names(schema, place[:-1]) if kind in UNKNOWN else []
    return f"is not known; known are {', '.join(known)}" if known else message.removeprefix("Value error, ")


def _known_names(schema: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The fields there are at *place*; none where several shapes would do."""
    shape: Any = schema
    for part in place:
        shape = _item_type(shape) if isinstance(part, int) else _fields_of(_without_none(shape)).get(part)
    return sorted(_fields_of(_without_none(shape)))


def _fields_of(shape: Any) -> dict[str, Any]:
    if not isinstance(shape, type):
        return {}
    if issubclass(shape, BaseModel):
        return {name: field.annotation for name, field in shape.model_fields.items()}
    return {name: field.type for name, field in shape.__dataclass_fields__.items()} if is_dataclass(shape) else {}


def _item_type(shape: Any) -> Any:
    items = [each for each in get_args(_without_none(shape)) if each is not Ellipsis]
    return items[0] if items else None


def _without_none(shape: Any) -> Any:
    if not isinstance(shape, types.UnionType):
        return shape
    shapes = [each for each in get_args(shape) if each is not types.NoneType]
    return shapes[0] if len(shapes) == 1 else shape
