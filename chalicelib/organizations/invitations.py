"""Invitations: mailed as a link, found by the hash of its token, listed by organization. Accepting one ends it."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.accounts.mails import request_written_mail
from chalicelib.accounts.store import find_user, find_user_by_email
from chalicelib.accounts.tokens import hash_token
from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import write_transaction
from chalicelib.config import settings
from chalicelib.errors import Conflict, NotFound
from chalicelib.http.authentication import Actor
from chalicelib.organizations.members import Member, Role, add_member, find_member
from chalicelib.organizations.store import Organization
from chalicelib.times import format_time, utc_now

LIFETIME = timedelta(days=7)
# Each may send a mail to a stranger.
MAX_OPEN = 200


@dataclass(frozen=True, slots=True)
class Invitation:
    invitation_id: str
    organization_id: str
    email: str
    role: Role
    invited_by: str
    token_hash: str
    created_at: str
    expires_on: str


class InvitationRecord(CoreRecord):
    invitation_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    email = UnicodeAttribute()
    role = UnicodeAttribute()
    invited_by = UnicodeAttribute()
    token_hash = UnicodeAttribute()
    created_at = UnicodeAttribute()
    expires_on = UnicodeAttribute()


def create_invitation(invitation: Invitation) -> None:
    """Store an invitation in place of any other to the same address. Raises Conflict when somebody just did that."""
    replaced = [other for other in list_invitations(invitation.organization_id) if other.email == invitation.email]

    def write(transaction: TransactWrite) -> None:
        for other in replaced:
            _delete(transaction, other)
        fields = {name: getattr(invitation, name) for name in Invitation.__dataclass_fields__}
        for pk, sk in _row_keys(invitation):
            transaction.save(InvitationRecord(pk, sk, **fields), condition=InvitationRecord.pk.does_not_exist())

    write_transaction(write, Conflict("This address was invited by somebody else just now"))


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a link that is neither taken, withdrawn nor too old. Its answer names the tenant."""
    try:
        found = _invitation(InvitationRecord.get(keys.invitation_hash(hash_token(token)), keys.INVITATION))
    except InvitationRecord.DoesNotExist:
        return None
    return found if found.expires_on > format_time(utc_now()) else None


def list_invitations(organization_id: str) -> list[Invitation]:
    """Every invitation nobody has taken yet, newest first, run out ones included."""
    rows = InvitationRecord.query(
        keys.organization(organization_id), InvitationRecord.sk.startswith(keys.invitation(""))
    )
    return sorted(map(_invitation, rows), key=lambda one: (one.created_at, one.invitation_id), reverse=True)


def accept_invitation(invitation: Invitation, user_id: str, now: datetime) -> Member:
    """Make *user_id* a member and end the invitation. Raises Conflict when it is gone, or the user is a member."""
    member = Member(invitation.organization_id, user_id, invitation.role, format_time(now))

    def write(transaction: TransactWrite) -> None:
        _delete(transaction, invitation)
        add_member(transaction, member)

    write_transaction(write, Conflict("You are a member already, or the invitation was withdrawn"))
    return member


def withdraw_invitation(organization_id: str, invitation_id: str) -> Invitation:
    """End an invitation that nobody took. Raises NotFound."""
    missing = NotFound("No such invitation")
    try:
        row = InvitationRecord.get(keys.organization(organization_id), keys.invitation(invitation_id))
    except InvitationRecord.DoesNotExist:
        raise missing from None
    invitation = _invitation(row)

    def write(transaction: TransactWrite) -> None:
        _delete(transaction, invitation)

    write_transaction(write, missing)
    return invitation


def erase_invitations(organization_id: str) -> None:
    """Remove what a deleted organization wrote to whom."""
    with InvitationRecord.batch_write() as batch:
        for invitation in list_invitations(organization_id):
            for pk, sk in _row_keys(invitation):
                batch.delete(InvitationRecord(pk, sk))


def _delete(transaction: TransactWrite, invitation: Invitation) -> None:
    for pk, sk in _row_keys(invitation):
        transaction.delete(InvitationRecord(pk, sk), condition=InvitationRecord.pk.exists())


def _row_keys(invitation: Invitation) -> tuple[tuple[str, str], tuple[str, str]]:
    by_token = (keys.invitation_hash(invitation.token_hash), keys.INVITATION)
    return by_token, (keys.organization(invitation.organization_id), keys.invitation(invitation.invitation_id))


def _invitation(record: InvitationRecord) -> Invitation:
    return Invitation(**{name: getattr(record, name) for name in Invitation.__dataclass_fields__})


TEXT = """Hello,

{inviter} invites you to join {organization} on MiniSentry as {role}:

{url}

The link works for a week.
"""


def invite(organization: Organization, actor: Actor, email: str, role: Role) -> tuple[Invitation, str]:
    """Invite *email*, in place of an earlier invitation: the invitation and its link.

    Raises Conflict for a member, and where as many are open as may be.
    """
    _reject_member(organization, email)
    _reject_too_many(organization.organization_id, email)
    token = secrets.token_urlsafe(32)
    now = utc_now()
    invitation = Invitation(
        invitation_id=str(uuid.uuid4()),
        organization_id=organization.organization_id,
        email=email,
        role=role,
        invited_by=actor.user_id,
        token_hash=hash_token(token),
        created_at=format_time(now),
        expires_on=format_time(now + LIFETIME),
    )
    create_invitation(invitation)
    url = f"{settings().public_url}/invitations/{token}"
    _mail(organization, actor, invitation, url)
    return invitation, url


def _reject_member(organization: Organization, email: str) -> None:
    user = find_user_by_email(email)
    if user is not None and find_member(organization.organization_id, user.user_id) is not None:
        raise Conflict("This person is a member already", fields={"email": "belongs to a member"})


def _reject_too_many(organization_id: str, email: str) -> None:
    now = format_time(utc_now())
    waiting = [one for one in list_invitations(organization_id) if one.expires_on > now and one.email != email]
    if len(waiting) >= MAX_OPEN:
        raise Conflict(f"At most {MAX_OPEN} invitations wait at a time: withdraw one first", code="quota")


def _mail(organization: Organization, actor: Actor, invitation: Invitation, url: str) -> None:
    inviter = find_user(actor.user_id)
    text = TEXT.format(
        inviter=inviter.name if inviter else "Somebody", organization=organization.name, role=invitation.role, url=url
    )
    request_written_mail(invitation.email, f"Join {organization.name} on MiniSentry", text)
