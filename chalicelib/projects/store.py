"""Projects: one row each, found by id or by slug. Old slugs go on leading to the project they belonged to.

Besides, the roles that a project gives to single members, on top of what the organization gives.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.tables import SCHEMA_VERSION, CoreRecord
from chalicelib.aws.transactions import refusing, write_transaction
from chalicelib.config import settings
from chalicelib.errors import Conflict, NotFound
from chalicelib.projects.budgets import note_budget
from chalicelib.projects.keys import add_project_key, list_project_keys, remove_project_key, update_project_key
from chalicelib.projects.model import ProjectKey
from chalicelib.times import format_time, utc_now

ProjectAccess = Literal["read", "write", "admin"]
PROJECT_ACCESS: tuple[ProjectAccess, ...] = ("read", "write", "admin")


@dataclass(frozen=True, slots=True)
class ProjectMember:
    project_id: str
    user_id: str
    role: ProjectAccess


class ProjectMemberRecord(CoreRecord):
    project_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    role = UnicodeAttribute()


def set_project_role(project_id: str, user_id: str, role: ProjectAccess) -> None:
    ProjectMemberRecord(
        keys.project(project_id), keys.member(user_id), project_id=project_id, user_id=user_id, role=role
    ).save()


def find_project_role(project_id: str, user_id: str) -> ProjectAccess | None:
    try:
        record = ProjectMemberRecord.get(keys.project(project_id), keys.member(user_id))
    except ProjectMemberRecord.DoesNotExist:
        return None
    return _member(record).role


def find_project_roles(project_ids: list[str], user_id: str) -> dict[str, ProjectAccess]:
    """The roles one person was given in these projects. One read per 100."""
    wanted = [(keys.project(project_id), keys.member(user_id)) for project_id in project_ids]
    rows = ProjectMemberRecord.batch_get(wanted) if wanted else []
    return {member.project_id: member.role for member in map(_member, rows)}


def list_project_members(project_id: str) -> list[ProjectMember]:
    rows = ProjectMemberRecord.query(keys.project(project_id), ProjectMemberRecord.sk.startswith(keys.member("")))
    return sorted(map(_member, rows), key=lambda member: member.user_id)


def remove_project_role(project_id: str, user_id: str) -> bool:
    """Take a role back; True when there was one."""
    existed = find_project_role(project_id, user_id) is not None
    ProjectMemberRecord(keys.project(project_id), keys.member(user_id)).delete()
    return existed


def _member(record: ProjectMemberRecord) -> ProjectMember:
    return ProjectMember(**{name: getattr(record, name) for name in ProjectMember.__dataclass_fields__})


CHANGEABLE = frozenset(
    {"name", "description", "platform", "is_active", "public_key", "default_access", "first_event_at"}
)
DefaultAccess = Literal["none", "read", "write"]


@dataclass(frozen=True, slots=True)
class Project:
    """*public_key* is the one its DSN shows. *settings* holds what project_settings.py reads; {} is the defaults."""

    project_id: str
    organization_id: str
    slug: str
    name: str
    public_key: str
    description: str = ""
    platform: str = "javascript"
    is_active: bool = True
    default_access: DefaultAccess = "write"
    settings: dict[str, Any] = field(default_factory=dict)
    settings_version: int = 0
    first_event_at: str | None = None
    created_at: str = ""
    updated_at: str = ""

    @property
    def retention_days(self) -> int:
        return int(self.settings.get("retention_days", settings().retention_days))


class ProjectRecord(CoreRecord):
    project_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    slug = UnicodeAttribute()
    name = UnicodeAttribute()
    public_key = UnicodeAttribute()
    description = UnicodeAttribute(default="")
    platform = UnicodeAttribute(default="javascript")
    is_active = BooleanAttribute(default=True)
    default_access = UnicodeAttribute(default="write")
    settings = JSONAttribute(default=dict)
    settings_version = NumberAttribute(default=0)
    first_event_at = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute(default="")
    updated_at = UnicodeAttribute(default="")
    deleted_at = UnicodeAttribute(null=True)


class SequenceRecord(CoreRecord):
    last = NumberAttribute(default=0)


def next_project_id() -> str:
    """A decimal id that no project has had. A failed creation leaves a gap, which nobody minds."""
    record = SequenceRecord(keys.SEQUENCE, keys.PROJECT)
    record.update(actions=[SequenceRecord.last.add(1), SequenceRecord.schema.set(SCHEMA_VERSION)])
    return str(int(record.last))


def find_project(project_id: str) -> Project | None:
    """A project that is not deleted, or None. Whether the caller may see it is the caller's next question."""
    try:
        record = ProjectRecord.get(keys.project(project_id), keys.PROJECT)
    except ProjectRecord.DoesNotExist:
        return None
    return None if record.deleted_at else project_of(record)


def is_project_deleted(project_id: str) -> bool:
    """Whether its tombstone stands, which it does for ever."""
    try:
        return ProjectRecord.get(keys.project(project_id), keys.PROJECT, consistent_read=True).deleted_at is not None
    except ProjectRecord.DoesNotExist:
        return False


def get_project(project_id: str) -> Project:
    """As find_project, but raises NotFound."""
    found = find_project(project_id)
    if found is None:
        raise NotFound("No such project")
    return found


def update_project(project_id: str, **changes: Any) -> Project:
    """Set the named fields and leave the others, so that two editors of different fields both win. Raises NotFound."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"a project has no changeable field {', '.join(sorted(unknown))}")
    return _update(project_id, {**changes, "updated_at": format_time(utc_now())}, NotFound("No such project"))


def mark_first_event(project_id: str, at: str) -> None:
    """Note when the first event came, for the page that waits for it. Later calls change nothing."""
    record = ProjectRecord(keys.project(project_id), keys.PROJECT)
    try:
        record.update(
            actions=[ProjectRecord.first_event_at.set(at)],
            condition=ProjectRecord.project_id.exists() & ProjectRecord.first_event_at.does_not_exist(),
        )
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def replace_settings(project: Project, new_settings: dict[str, Any]) -> Project:
    """Store *new_settings* over the ones that *project* was read with. Raises Conflict when they changed since.

    The project's keys carry its retention, for ingestion reads nothing else. The sweep learns of a budget.
    """
    changes = {
        "settings": new_settings,
        "settings_version": project.settings_version + 1,
        "updated_at": format_time(utc_now()),
    }
    unchanged = ProjectRecord.settings_version == project.settings_version
    changed = _update(project.project_id, changes, Conflict("The settings were changed in the meantime"), unchanged)
    if changed.retention_days != project.retention_days:
        for key in list_project_keys(project.project_id):
            update_project_key(project.project_id, key.public_key, retention_days=changed.retention_days)
    if new_settings.get("monthly_budget") is not None:
        note_budget(project.project_id, project.organization_id)
    return changed


def replace_key(project: Project, new_key: ProjectKey) -> None:
    """Let the project's DSN show *new_key* and end the key it showed. Raises Conflict when it shows another by now."""

    def write(transaction: TransactWrite) -> None:
        remove_project_key(transaction, project.project_id, project.public_key)
        add_project_key(transaction, project.project_id, new_key)
        transaction.update(
            ProjectRecord(keys.project(project.project_id), keys.PROJECT),
            actions=[ProjectRecord.public_key.set(new_key.public_key)],
            condition=ProjectRecord.public_key == project.public_key,
        )

    write_transaction(write, Conflict("The key was regenerated by somebody else just now"))


def bury_project(project_id: str) -> None:
    """Leave a tombstone for the job that erases. Raises NotFound the second time."""
    changes = {"deleted_at": format_time(utc_now()), "is_active": False}
    _update(project_id, changes, NotFound("No such project"))


def _update(project_id: str, changes: dict[str, Any], refusal: NotFound | Conflict, condition: Any = None) -> Project:
    alive = ProjectRecord.pk.exists() & ProjectRecord.deleted_at.does_not_exist()
    record = ProjectRecord(keys.project(project_id), keys.PROJECT)
    actions = []
    for name, value in changes.items():
        attribute = getattr(ProjectRecord, name)
        actions.append(attribute.remove() if value is None else attribute.set(value))
    with refusing(refusal):
        record.update(actions=actions, condition=alive if condition is None else alive & condition)
    return project_of(record)


def project_of(record: ProjectRecord) -> Project:
    """The row as the rest of MiniSentry knows it."""
    fields = {name: getattr(record, name) for name in Project.__dataclass_fields__}
    return Project(**{**fields, "settings_version": int(record.settings_version)})


class ProjectSlugRecord(CoreRecord):
    project_id = UnicodeAttribute()
    is_current = BooleanAttribute(default=True)


def slug_taken() -> Conflict:
    return Conflict("The organization has a project with this slug", fields={"slug": "is taken"})


def create_project(project: Project, key: ProjectKey) -> None:
    """Store a new project with its first key. Raises Conflict when the slug is taken."""
    fields = {name: getattr(project, name) for name in Project.__dataclass_fields__}

    def write(transaction: TransactWrite) -> None:
        transaction.save(
            ProjectRecord(keys.project(project.project_id), keys.PROJECT, **fields),
            condition=ProjectRecord.pk.does_not_exist(),
        )
        transaction.save(_slug_record(project, project.slug), condition=ProjectSlugRecord.pk.does_not_exist())
        add_project_key(transaction, project.project_id, key)

    write_transaction(write, slug_taken())


def find_project_by_slug(organization_id: str, slug: str) -> Project | None:
    """The organization's project that has this slug, or had it: a slug once used leads nowhere else."""
    try:
        pointer = ProjectSlugRecord.get(keys.organization(organization_id), keys.organization_project(slug))
    except ProjectSlugRecord.DoesNotExist:
        return None
    return find_project(pointer.project_id)


def list_projects(organization_id: str) -> list[Project]:
    """The organization's projects by slug: one query, and one read per 100."""
    pointers = ProjectSlugRecord.query(
        keys.organization(organization_id), ProjectSlugRecord.sk.startswith(keys.organization_project(""))
    )
    wanted = [(keys.project(pointer.project_id), keys.PROJECT) for pointer in pointers if pointer.is_current]
    rows = ProjectRecord.batch_get(wanted) if wanted else []
    return sorted((project_of(row) for row in rows if not row.deleted_at), key=lambda project: project.slug)


def rename_project_slug(project: Project, new_slug: str) -> None:
    """Give a project another slug; the old one goes on leading to it. Raises Conflict when it is taken."""
    free = ProjectSlugRecord.pk.does_not_exist() | (ProjectSlugRecord.project_id == project.project_id)

    def write(transaction: TransactWrite) -> None:
        transaction.save(_slug_record(project, new_slug), condition=free)
        transaction.update(_slug_record(project, project.slug), actions=[ProjectSlugRecord.is_current.set(False)])
        transaction.update(
            ProjectRecord(keys.project(project.project_id), keys.PROJECT),
            actions=[ProjectRecord.slug.set(new_slug), ProjectRecord.updated_at.set(format_time(utc_now()))],
            condition=ProjectRecord.slug == project.slug,
        )

    write_transaction(write, slug_taken())


def delete_project(project: Project) -> None:
    """Leave a tombstone for the job that erases, and free the slugs. Raises NotFound the second time."""
    bury_project(project.project_id)
    with ProjectSlugRecord.batch_write() as batch:
        for pointer in _slugs_of(project):
            batch.delete(pointer)


def _slugs_of(project: Project) -> list[ProjectSlugRecord]:
    rows = ProjectSlugRecord.query(
        keys.organization(project.organization_id), ProjectSlugRecord.sk.startswith(keys.organization_project(""))
    )
    return [row for row in rows if row.project_id == project.project_id]


def _slug_record(project: Project, slug: str) -> ProjectSlugRecord:
    return ProjectSlugRecord(
        keys.organization(project.organization_id), keys.organization_project(slug), project_id=project.project_id
    )
