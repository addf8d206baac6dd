"""Organizations: one row each, and one row per slug they ever had, so that old links still lead to them."""

from dataclasses import dataclass
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import refusing, write_transaction
from chalicelib.errors import Conflict, NotFound
from chalicelib.times import format_time, utc_now

CHANGEABLE = frozenset({"name", "description"})


@dataclass(frozen=True, slots=True)
class Organization:
    organization_id: str
    name: str
    slug: str
    description: str = ""
    created_at: str = ""
    updated_at: str = ""


class OrganizationRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    name = UnicodeAttribute()
    slug = UnicodeAttribute()
    description = UnicodeAttribute(default="")
    # Counted here, so that one condition keeps the last owner from leaving.
    owners = NumberAttribute(default=1)
    created_at = UnicodeAttribute(default="")
    updated_at = UnicodeAttribute(default="")
    deleted_at = UnicodeAttribute(null=True)


class OrganizationSlugRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    is_current = BooleanAttribute(default=True)


def slug_taken() -> Conflict:
    return Conflict("This slug is taken", fields={"slug": "is taken"})


def add_organization(transaction: TransactWrite, organization: Organization) -> None:
    """Make a new organization part of a transaction that also writes its first owner."""
    fields = {name: getattr(organization, name) for name in Organization.__dataclass_fields__}
    transaction.save(
        OrganizationRecord(keys.organization(organization.organization_id), keys.ORGANIZATION, **fields),
        condition=OrganizationRecord.pk.does_not_exist(),
    )
    transaction.save(
        _slug_record(organization.slug, organization.organization_id),
        condition=OrganizationSlugRecord.pk.does_not_exist(),
    )


def find_organization(organization_id: str) -> Organization | None:
    try:
        record = OrganizationRecord.get(keys.organization(organization_id), keys.ORGANIZATION)
    except OrganizationRecord.DoesNotExist:
        return None
    return None if record.deleted_at else _organization(record)


def get_organization(organization_id: str) -> Organization:
    found = find_organization(organization_id)
    if found is None:
        raise NotFound("No such organization")
    return found


def find_organization_by_slug(slug: str) -> Organization | None:
    """The organization that has this slug, or had it: a slug once used leads nowhere else."""
    try:
        pointer = OrganizationSlugRecord.get(keys.organization_slug(slug), keys.ORGANIZATION)
    except OrganizationSlugRecord.DoesNotExist:
        return None
    return find_organization(pointer.organization_id)


def list_organizations(organization_ids: list[str]) -> dict[str, Organization]:
    """The living organizations among *organization_ids*, by id. One read per 100."""
    wanted = [(keys.organization(organization_id), keys.ORGANIZATION) for organization_id in organization_ids]
    rows = OrganizationRecord.batch_get(wanted) if wanted else []
    return {row.organization_id: _organization(row) for row in rows if not row.deleted_at}


def update_organization(organization_id: str, **changes: Any) -> Organization:
    """Set the named fields and leave the others. Raises NotFound."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"an organization has no changeable field {', '.join(sorted(unknown))}")
    record = OrganizationRecord(keys.organization(organization_id), keys.ORGANIZATION)
    changes["updated_at"] = format_time(utc_now())
    with refusing(NotFound("No such organization")):
        record.update(
            actions=[getattr(OrganizationRecord, name).set(value) for name, value in changes.items()],
            condition=OrganizationRecord.pk.exists() & OrganizationRecord.deleted_at.does_not_exist(),
        )
    return _organization(record)


def rename_organization_slug(organization: Organization, new_slug: str) -> None:
    """Give an organization another slug; the old one goes on leading to it. Raises Conflict when it is taken."""
    organization_id = organization.organization_id
    free = OrganizationSlugRecord.pk.does_not_exist() | (OrganizationSlugRecord.organization_id == organization_id)

    def write(transaction: TransactWrite) -> None:
        transaction.save(_slug_record(new_slug, organization_id), condition=free)
        transaction.update(
            _slug_record(organization.slug, organization_id), actions=[OrganizationSlugRecord.is_current.set(False)]
        )
        transaction.update(
            OrganizationRecord(keys.organization(organization_id), keys.ORGANIZATION),
            actions=[
                OrganizationRecord.slug.set(new_slug),
                OrganizationRecord.updated_at.set(format_time(utc_now())),
            ],
            condition=OrganizationRecord.slug == organization.slug,
        )

    write_transaction(write, slug_taken())


def delete_organization(organization: Organization) -> None:
    """Leave a tombstone and free the slug. Raises NotFound when it was deleted, or got another slug, in between."""
    organization_id = organization.organization_id

    def write(transaction: TransactWrite) -> None:
        transaction.delete(_slug_record(organization.slug, organization_id))
        transaction.update(
            OrganizationRecord(keys.organization(organization_id), keys.ORGANIZATION),
            actions=[OrganizationRecord.deleted_at.set(format_time(utc_now()))],
            condition=OrganizationRecord.deleted_at.does_not_exist() & (OrganizationRecord.slug == organization.slug),
        )

    write_transaction(write, NotFound("No such organization"))


def _slug_record(slug: str, organization_id: str) -> OrganizationSlugRecord:
    return OrganizationSlugRecord(keys.organization_slug(slug), keys.ORGANIZATION, organization_id=organization_id)


def _organization(record: OrganizationRecord) -> Organization:
    return Organization(**{name: getattr(record, name) for name in Organization.__dataclass_fields__})
