"""How work that outlasts its request is answered."""

from typing import Literal

from chalicelib.http.schemas import Answer


class JobAnswer(Answer):
    """*result* and *error* are there once it is finished."""

    id: str
    kind: str
    state: Literal["queued", "running", "done", "failed"]
    done: int
    total: int
    project_id: str | None
    result: object = None
    error: str | None = None
    created_at: str
    updated_at: str
