"""What is wrong with a query, and where."""

from chalicelib.errors import ValidationFailed


class QuerySyntaxError(ValidationFailed):
    """The query cannot be read. *position* counts characters from 0; the message counts from 1, as people do."""

    code = "invalid_query"

    def __init__(self, problem: str, position: int) -> None:
        message = f"at character {position + 1}: {problem}"
        super().__init__(f"The query cannot be read: {message}", fields={"query": message, "position": str(position)})
        self.position = position
