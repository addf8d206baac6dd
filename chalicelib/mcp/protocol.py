"""The protocol's messages: JSON-RPC 2.0 requests in, results or errors out. Stateless, so nothing is remembered.

https://modelcontextprotocol.io/specification/2025-06-18
"""

from typing import Any

from pydantic import ConfigDict, Field

from chalicelib.http.schemas import Answer, Body

#: Newest first. What these differ in (batches, structured results) is not used here.
VERSIONS = ("2025-06-18", "2025-03-26", "2024-11-05")

METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602


class RpcRequest(Body):
    """A request; without an *id* a notification; without a *method* an answer, which nobody here waits for."""

    # Later versions may add fields to the envelope.
    model_config = ConfigDict(extra="ignore")

    jsonrpc: str
    id: str | int | None = None
    method: str | None = None
    params: dict[str, Any] = Field(default_factory=dict)

    @property
    def wants_answer(self) -> bool:
        return self.method is not None and self.id is not None


class RpcFault(Answer):
    code: int
    message: str


class RpcAnswer(Answer):
    """Exactly one of *result* and *error* is there."""

    jsonrpc: str = "2.0"
    id: str | int | None
    result: dict[str, Any] | None = None
    error: RpcFault | None = None


class RpcError(Exception):
    """What the protocol itself refuses; what a tool refuses is its result."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.fault = RpcFault(code=code, message=message)


def choose_version(wanted: object) -> str:
    """The version to speak: the client's where it is known here, else our newest, which it may refuse."""
    return wanted if isinstance(wanted, str) and wanted in VERSIONS else VERSIONS[0]
