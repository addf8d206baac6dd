"""What the route of a project's cost answers."""

from chalicelib.http.schemas import Answer
from chalicelib.projects.model import Degrade


class CostAnswer(Answer):
    """Amounts are in *currency*. *projected* is the month's end at the pace of its last days.

    *units* are what was counted, *by_service* what each comes to. *since* says when a step other than `full` began.
    """

    month: str
    currency: str
    prices_as_of: str
    spent: float
    projected: float
    by_service: dict[str, float]
    units: dict[str, int]
    budget: float | None
    step: Degrade
    since: str | None
