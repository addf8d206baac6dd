"""What the routes of comments and activity take and answer."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.http.schemas import Answer, Body
from chalicelib.issues.schemas import Person

MAX_COMMENT_LENGTH = 10_000


class CommentBody(Body):
    """Plain text. `@name` or `@mail@address` mentions a member of the organization."""

    content: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_COMMENT_LENGTH, pattern=r"^[^\x00]*$"),
    ]


class CommentAnswer(Answer):
    id: str
    issue_id: str
    user: Person | None
    content: str
    created_at: str
    updated_at: str


class ActivityAnswer(Answer):
    """*user* is null for what nobody did; *data* says from what to what."""

    id: str
    type: str
    user: Person | None
    data: dict[str, object]
    created_at: str
