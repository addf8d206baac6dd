"""Projects by their slug within an organization. Old slugs go on leading to the project they belonged to."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import commit
from chalicelib.errors import Conflict
from chalicelib.projects.keys import add_project_key
from chalicelib.projects.model import ProjectKey
from chalicelib.projects.store import Project, ProjectRecord, bury_project, find_project, project_of
from chalicelib.times import format_time, utc_now


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

    commit(write, slug_taken())


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

    commit(write, slug_taken())


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
