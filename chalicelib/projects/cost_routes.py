"""What a project costs this month, and what its budget allows."""

from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.projects.budgets import find_budget
from chalicelib.projects.costs import current_prices, read_spending
from chalicelib.projects.statistics_schemas import CostAnswer
from chalicelib.times import utc_now

DIGITS = 6

routes = Resource(__name__, tag="Cost")


@routes.endpoint("GET", "/projects/{project_id}/cost", access="project:read")
def show_cost(actor: Actor, project_id: str) -> CostAnswer:
    """Show the dollars that a project's events used this month, by service, and the step of its monthly budget.

    Priced are the units that were counted, at list prices without free tiers. The step is looked at every five
    minutes: `full` keeps everything, `sample` counts every event but keeps few of their bodies, `refuse` answers 429.
    """
    project = require_project(actor, project_id)
    spending = read_spending(project_id, project.retention_days, utc_now())
    state = find_budget(project_id)
    step = state.step_in(spending.month) if state else "full"
    prices = current_prices()
    return CostAnswer(
        month=spending.month,
        currency=prices.currency,
        prices_as_of=prices.as_of,
        spent=round(spending.total, DIGITS),
        projected=round(spending.projected, DIGITS),
        by_service={service: round(dollars, DIGITS) for service, dollars in spending.by_service.items()},
        units=dict(spending.units),
        budget=project.settings.get("monthly_budget"),
        step=step,
        since=state.since if state and step != "full" else None,
    )
