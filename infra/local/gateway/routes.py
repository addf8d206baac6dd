"""Which API resource a path belongs to, as API Gateway decides it: segment by segment, static before variable."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Resource:
    """A matched resource, such as `/{project_id}/store`, and the decoded values of its variables."""

    path: str
    parameters: dict[str, str]


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    variable: tuple[str, "_Node"] | None = None
    resource: str | None = None


class RouteConflictError(ValueError):
    """Two sibling variables have different names, which API Gateway refuses to deploy."""


class RouteTable:
    """The resource tree of the API.

    A static segment wins over a variable and there is no way back from it: what matches here matches on AWS whether
    or not its resource tree backtracks.
    """

    def __init__(self, resources: Iterable[str]) -> None:
        self._root = _Node()
        for resource in resources:
            self._add(resource)

    def find(self, path: str) -> Resource | None:
        """The resource of *path* (percent-encoded, trailing slash or not), or None."""
        node, parameters = self._root, {}
        for segment in _split(path):
            text = unquote(segment)
            if text in node.children:
                node = node.children[text]
            elif node.variable is not None and text:
                name, node = node.variable
                parameters[name] = text
            else:
                return None
        return Resource(node.resource, parameters) if node.resource is not None else None

    def _add(self, resource: str) -> None:
        node = self._root
        for segment in _split(resource):
            if segment.startswith("{"):
                node = _variable_child(node, segment[1:-1], resource)
            else:
                node = node.children.setdefault(segment, _Node())
        node.resource = resource


def _variable_child(node: _Node, name: str, resource: str) -> _Node:
    if node.variable is None:
        node.variable = (name, _Node())
    known_as, child = node.variable
    if known_as != name:
        raise RouteConflictError(f"{resource}: the variable {{{name}}} is called {{{known_as}}} in another route")
    return child


def _split(path: str) -> list[str]:
    stripped = path.strip("/")
    return stripped.split("/") if stripped else []
