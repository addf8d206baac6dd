"""Who belongs to an organization: a row on either side, changed together. Every organization keeps an owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pynamodb.attributes import UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import write_transaction
from chalicelib.errors import Conflict, NotFound
from chalicelib.organizations.store import Organization, OrganizationRecord, add_organization, slug_taken
from chalicelib.projects.store import list_projects, remove_project_role

Role = Literal["owner", "admin", "member"]
ROLES: tuple[Role, ...] = ("member", "admin", "owner")


@dataclass(frozen=True, slots=True)
class Member:
    organization_id: str
    user_id: str
    role: Role
    joined_at: str


class MemberRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    role = UnicodeAttribute()
    joined_at = UnicodeAttribute()


def create_organization(organization: Organization, owner_id: str) -> None:
    """Store a new organization with its first owner. Raises Conflict when the slug is taken."""
    owner = Member(organization.organization_id, owner_id, "owner", organization.created_at)

    def write(transaction: TransactWrite) -> None:
        add_organization(transaction, organization)
        _save_rows(transaction, owner)

    write_transaction(write, slug_taken())


def add_member(transaction: TransactWrite, member: Member) -> None:
    """Make a new member part of a transaction that writes more, such as the invitation's end."""
    _save_rows(transaction, member)
    _count_owners(transaction, member.organization_id, +1 if member.role == "owner" else 0)


def create_member(member: Member) -> None:
    """Raises Conflict for somebody who is a member already."""

    def write(transaction: TransactWrite) -> None:
        add_member(transaction, member)

    write_transaction(write, Conflict("This person is a member already"))


def find_member(organization_id: str, user_id: str) -> Member | None:
    try:
        return _member(MemberRecord.get(keys.organization(organization_id), keys.member(user_id)))
    except MemberRecord.DoesNotExist:
        return None


def list_members(organization_id: str) -> list[Member]:
    """Every member, in the order they joined."""
    rows = MemberRecord.query(keys.organization(organization_id), MemberRecord.sk.startswith(keys.member("")))
    return sorted(map(_member, rows), key=lambda member: (member.joined_at, member.user_id))


def list_memberships(user_id: str) -> list[Member]:
    """The memberships of a person, in the order they joined."""
    rows = MemberRecord.query(keys.user(user_id), MemberRecord.sk.startswith(keys.organization("")))
    return sorted(map(_member, rows), key=lambda member: (member.joined_at, member.organization_id))


def change_role(member: Member, role: Role) -> Member:
    """Give a member another role. Raises Conflict for the last owner, or when the role changed in the meantime."""

    def write(transaction: TransactWrite) -> None:
        for record in _records(member):
            transaction.update(
                record, actions=[MemberRecord.role.set(role)], condition=MemberRecord.role == member.role
            )
        _count_owners(transaction, member.organization_id, (role == "owner") - (member.role == "owner"))

    write_transaction(write, _last_owner_or_changed(member))
    return Member(member.organization_id, member.user_id, role, member.joined_at)


def remove_member(member: Member) -> None:
    """End a membership. Raises Conflict for the last owner, or when it changed in the meantime."""

    def write(transaction: TransactWrite) -> None:
        for record in _records(member):
            transaction.delete(record, condition=MemberRecord.role == member.role)
        _count_owners(transaction, member.organization_id, -1 if member.role == "owner" else 0)

    write_transaction(write, _last_owner_or_changed(member))


def erase_members(organization_id: str) -> None:
    """Remove every membership of a deleted organization, its last owner's included."""
    with MemberRecord.batch_write() as batch:
        for member in list_members(organization_id):
            for record in _records(member):
                batch.delete(record)


def _last_owner_or_changed(member: Member) -> Conflict | NotFound:
    if member.role == "owner":
        return Conflict("An organization keeps at least one owner", code="last_owner")
    return Conflict("This membership was changed in the meantime")


def _count_owners(transaction: TransactWrite, organization_id: str, change: int) -> None:
    alive = OrganizationRecord.pk.exists() & OrganizationRecord.deleted_at.does_not_exist()
    record = OrganizationRecord(keys.organization(organization_id), keys.ORGANIZATION)
    if change == 0:
        transaction.condition_check(
            OrganizationRecord, keys.organization(organization_id), keys.ORGANIZATION, condition=alive
        )
        return
    condition = alive & (OrganizationRecord.owners > 1) if change < 0 else alive
    transaction.update(record, actions=[OrganizationRecord.owners.add(change)], condition=condition)


def _save_rows(transaction: TransactWrite, member: Member) -> None:
    for record in _records(member):
        transaction.save(record, condition=MemberRecord.pk.does_not_exist())


def _records(member: Member) -> Iterator[MemberRecord]:
    fields = {name: getattr(member, name) for name in Member.__dataclass_fields__}
    yield MemberRecord(keys.organization(member.organization_id), keys.member(member.user_id), **fields)
    yield MemberRecord(keys.user(member.user_id), keys.organization(member.organization_id), **fields)


def _member(record: MemberRecord) -> Member:
    return Member(**{name: getattr(record, name) for name in Member.__dataclass_fields__})


def end_membership(member: Member) -> None:
    """Remove a member and what single projects gave to them. Raises Conflict for the last owner."""
    remove_member(member)
    for project in list_projects(member.organization_id):
        remove_project_role(project.project_id, member.user_id)
