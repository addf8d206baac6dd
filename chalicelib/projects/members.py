"""Roles that a project gives to single members, on top of what the organization gives."""

from dataclasses import dataclass
from typing import Literal

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord

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
