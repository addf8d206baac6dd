"""Jobs: work with a state, its progress and where to go on. While a job is open a second row lists it.

A job runs under a lease: its holder alone may write progress, and a crashed holder's lease runs out.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord, read_page, transact
from chalicelib.errors import NotFound, RateLimited
from chalicelib.ids import first_time_id, new_time_id
from chalicelib.times import format_time

JobKind = Literal[
    "bulk_update",
    "snapshot_index",
    "erase_organization",
    "erase_project",
    "erase_issues",
    "export",
    "export_user",
    "erase_user",
    "assemble_bundle",
    "compile_release_file",
    "apply_late_maps",
]
JobState = Literal["queued", "running", "done", "failed"]


class JobRecord(CoreRecord):
    id = UnicodeAttribute()
    kind = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    project_id = UnicodeAttribute(null=True)
    requested_by = UnicodeAttribute(null=True)
    arguments = JSONAttribute(null=True)
    state = UnicodeAttribute(default="queued")
    done = NumberAttribute(default=0)
    total = NumberAttribute(default=0)
    position = JSONAttribute(null=True)
    result = JSONAttribute(null=True)
    error = UnicodeAttribute(null=True)
    attempts = NumberAttribute(default=0)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    leased_until = UnicodeAttribute(default="")
    holder = UnicodeAttribute(null=True)


class ExportSlotRecord(CoreRecord):
    """A slot is free once the job that took it is finished or gone; nobody has to give it back."""

    job_id = UnicodeAttribute()


class OpenJobRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    kind = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class Job:
    """*position* is whatever the job's kind needs to go on after a stop; None at the start."""

    id: str
    kind: JobKind
    organization_id: str
    project_id: str | None
    requested_by: str | None
    state: JobState
    done: int
    total: int
    created_at: str
    updated_at: str
    attempts: int = 0
    arguments: dict[str, Any] = field(default_factory=dict)
    position: Any = None
    result: Any = None
    error: str | None = None
    leased_until: str = ""


def job_of(record: JobRecord) -> Job:
    fields = {name: getattr(record, name) for name in Job.__dataclass_fields__}
    fields |= {name: int(fields[name]) for name in ("done", "total", "attempts")}
    return Job(**{**fields, "arguments": record.arguments or {}})


LEASE = timedelta(minutes=6)
# They read all there is, and one organization must not keep every worker busy with them.
EXPORTS = frozenset({"export", "export_user"})
MAX_EXPORTS = 2
CLAIMS = 4
TAKEN = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
KEPT_FOR = timedelta(days=30)


class LeaseLost(Exception):
    """Somebody else took the job over; this run must stop without another write."""


def create_job(
    organization_id: str,
    kind: JobKind,
    *,
    project_id: str | None,
    requested_by: str | None,
    arguments: dict[str, Any],
    now: datetime,
    total: int = 0,
) -> Job:
    """Store a queued job. Nothing runs until its message is sent; the sweep sends it again if that is forgotten.

    Raises RateLimited for an export while the organization has MAX_EXPORTS of them open.
    """
    at = format_time(now)
    record = JobRecord(
        keys.organization(organization_id),
        id=(job_id := new_time_id(now)),
        sk=keys.job(job_id),
        kind=kind,
        organization_id=organization_id,
        project_id=project_id,
        requested_by=requested_by,
        arguments=arguments,
        total=total,
        created_at=at,
        updated_at=at,
    )
    opened = OpenJobRecord(keys.OPEN_JOBS, record.id, organization_id=organization_id, kind=kind)
    for attempt in range(CLAIMS):
        slot = _find_free_slot(organization_id, job_id) if kind in EXPORTS else None
        try:
            with transact() as transaction:
                transaction.save(record)
                transaction.save(opened)
                if slot is not None:
                    transaction.save(slot[0], condition=slot[1])
        except TransactWriteError as error:
            is_taken = any(reason and reason.code in TAKEN for reason in error.cancellation_reasons)
            if slot is None or not is_taken or attempt == CLAIMS - 1:
                raise
        else:
            break
    return job_of(record)


def _find_free_slot(organization_id: str, job_id: str) -> tuple[ExportSlotRecord, Condition]:
    """A slot for the job, and what must still hold when it is taken. Raises RateLimited when none is free."""
    for number in range(MAX_EXPORTS):
        key = keys.organization(organization_id), f"{keys.EXPORT_SLOT}{number}"
        slot = ExportSlotRecord(*key, job_id=job_id)
        try:
            holder = ExportSlotRecord.get(*key, consistent_read=True).job_id
        except ExportSlotRecord.DoesNotExist:
            return slot, ExportSlotRecord.pk.does_not_exist()
        if not _is_open(organization_id, holder):
            return slot, ExportSlotRecord.job_id == holder
    words = f"This organization has {MAX_EXPORTS} exports under way: wait until one of them is done"
    raise RateLimited(words, retry_after_seconds=60)


def _is_open(organization_id: str, job_id: str) -> bool:
    try:
        return get_job(organization_id, job_id).state in {"queued", "running"}
    except NotFound:
        return False


def get_job(organization_id: str, job_id: str) -> Job:
    """Raises NotFound."""
    try:
        return job_of(JobRecord.get(keys.organization(organization_id), keys.job(job_id), consistent_read=True))
    except JobRecord.DoesNotExist:
        raise NotFound("This organization has no such job") from None


def list_jobs(organization_id: str, *, now: datetime, before: str | None = None, limit: int = 25) -> list[Job]:
    """Up to *limit* jobs of the last 30 days, newest first, from the one before the id *before*."""
    rows = read_page(
        JobRecord,
        keys.organization(organization_id),
        keys.job(first_time_id(now - KEPT_FOR)),
        keys.job("~"),
        beyond=keys.job(before) if before else None,
        limit=limit,
        newest_first=True,
    )
    return [job_of(row) for row in rows]


def list_open_jobs() -> list[tuple[str, str, str]]:
    """Organization, id and kind of the jobs not finished, oldest first. For the sweep: it acts for every tenant."""
    return [(row.organization_id, row.sk, row.kind) for row in OpenJobRecord.query(keys.OPEN_JOBS)]


def claim_job(organization_id: str, job_id: str, holder: str, now: datetime) -> Job | None:
    """Take the job for LEASE. None when it is finished, gone, or held by another whose lease still runs."""
    record = JobRecord(keys.organization(organization_id), keys.job(job_id))
    is_open = JobRecord.state.is_in("queued", "running")
    is_free = (JobRecord.leased_until < format_time(now)) | (JobRecord.holder == holder)
    actions: list[Action] = [
        JobRecord.state.set("running"),
        JobRecord.holder.set(holder),
        JobRecord.leased_until.set(format_time(now + LEASE)),
        JobRecord.updated_at.set(format_time(now)),
        JobRecord.attempts.add(1),
    ]
    return job_of(record) if _update_if(record, actions, is_open & is_free) else None


def save_progress(job: Job, holder: str, now: datetime, *, done: int, total: int, position: Any) -> Job:
    """Note how far the job is and hold it for another LEASE. Raises LeaseLost."""
    actions: list[Action] = [
        JobRecord.done.set(done),
        JobRecord.total.set(total),
        JobRecord.position.set(position),
        # A step forward proves that the job can be done: only attempts without one count against it.
        JobRecord.attempts.set(0),
        JobRecord.leased_until.set(format_time(now + LEASE)),
        JobRecord.updated_at.set(format_time(now)),
    ]
    return _update_held(job, holder, actions)


def release_job(job: Job, holder: str, now: datetime) -> None:
    """Let go of a job that is to go on in another run. Raises LeaseLost."""
    _update_held(job, holder, [JobRecord.leased_until.set(""), JobRecord.updated_at.set(format_time(now))])


def finish_job(job: Job, holder: str, now: datetime, *, result: Any = None, error: str | None = None) -> None:
    """Close the job as done, or as failed when there is an *error*. Raises LeaseLost."""
    actions: list[Action] = [
        JobRecord.state.set("failed" if error else "done"),
        JobRecord.result.set(result),
        # They may name the person whose data was asked for.
        JobRecord.arguments.remove(),
        JobRecord.updated_at.set(format_time(now)),
        JobRecord.leased_until.set(""),
    ]
    if error:
        actions.append(JobRecord.error.set(error[:500]))
    _update_held(job, holder, actions)
    OpenJobRecord(keys.OPEN_JOBS, job.id).delete()


def close_job(job_id: str) -> None:
    """Take a job that is finished or gone off the open list, which a crash may have left undone."""
    OpenJobRecord(keys.OPEN_JOBS, job_id).delete()


def _update_held(job: Job, holder: str, actions: list[Action]) -> Job:
    record = JobRecord(keys.organization(job.organization_id), keys.job(job.id))
    if not _update_if(record, actions, JobRecord.holder == holder):
        raise LeaseLost(job.id)
    return job_of(record)


def _update_if(record: JobRecord, actions: list[Action], condition: Any) -> bool:
    try:
        record.update(actions=actions, condition=condition)
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True
