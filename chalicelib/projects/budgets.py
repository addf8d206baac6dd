"""Projects with a monthly budget, for the sweep to walk, and at which step of it each one is."""

from dataclasses import dataclass
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import refusing
from chalicelib.errors import Conflict
from chalicelib.projects.model import Degrade


@dataclass(frozen=True, slots=True)
class BudgetState:
    """*step* has held *since*; it counts for *month* only. *is_announced*: in the audit log and, once a month, by mail.

    *mailed* are the steps that were mailed in *month*.
    """

    project_id: str
    organization_id: str
    month: str = ""
    step: Degrade = "full"
    since: str = ""
    is_announced: bool = True
    mailed: tuple[str, ...] = ()

    def step_in(self, month: str) -> Degrade:
        return self.step if self.month == month else "full"


class BudgetRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    month = UnicodeAttribute(default="")
    step = UnicodeAttribute(default="full")
    since = UnicodeAttribute(default="")
    is_announced = BooleanAttribute(default=True, attr_name="is_told")
    mailed = JSONAttribute(default=list)


def note_budget(project_id: str, organization_id: str) -> None:
    """Have the sweep look at the project. The step that a project is at already stays."""
    _record(project_id).update(actions=[BudgetRecord.organization_id.set(organization_id)])


def list_budgets() -> list[BudgetState]:
    """Every project with a budget, for the sweep: it acts for every tenant."""
    return [_state(row) for row in BudgetRecord.query(keys.BUDGETS)]


def find_budget(project_id: str) -> BudgetState | None:
    try:
        return _state(BudgetRecord.get(keys.BUDGETS, project_id))
    except BudgetRecord.DoesNotExist:
        return None


def replace_budget(project_id: str, before: BudgetState, after: BudgetState) -> BudgetState:
    """Store *after*. Raises Conflict when another sweep was faster."""
    changes: dict[str, Any] = {
        "month": after.month,
        "step": after.step,
        "since": after.since,
        "is_announced": after.is_announced,
        "mailed": list(after.mailed),
    }
    unchanged = (BudgetRecord.step == before.step) & (BudgetRecord.month == before.month)
    is_new = BudgetRecord.organization_id.exists() & BudgetRecord.month.does_not_exist()
    with refusing(Conflict("Another sweep has moved this budget")):
        _record(project_id).update(
            actions=[getattr(BudgetRecord, name).set(value) for name, value in changes.items()],
            condition=unchanged if before.month else is_new,
        )
    return after


def forget_budget(project_id: str) -> None:
    _record(project_id).delete()


def _record(project_id: str) -> BudgetRecord:
    return BudgetRecord(keys.BUDGETS, project_id)


def _state(record: BudgetRecord) -> BudgetState:
    fields = {name: getattr(record, name) for name in BudgetState.__dataclass_fields__ if name != "project_id"}
    return BudgetState(project_id=record.sk, **{**fields, "mailed": tuple(record.mailed or ())})
