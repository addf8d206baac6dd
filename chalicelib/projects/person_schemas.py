"""What the routes about one person's data take."""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from chalicelib.http.schemas import Body

Identity = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class PersonBody(Body):
    """Whom it is about, as the application told its SDK: by id, by mail address, or both."""

    id: Identity | None = None
    email: Identity | None = None

    @model_validator(mode="after")
    def _somebody_is_named(self) -> Self:
        if self.id is None and self.email is None:
            raise ValueError("expected an id or an email")
        return self
