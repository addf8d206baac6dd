"""An invitation: stored by its token's hash, mailed, and shown to whoever sent it."""

import secrets
import uuid

from botocore.exceptions import ClientError

from chalicelib.accounts.store import find_user, find_user_by_email
from chalicelib.accounts.tokens import hash_token
from chalicelib.alerts.channels.email import send_mail
from chalicelib.config import settings
from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.logs import log_exception
from chalicelib.organizations.invitations import LIFETIME, Invitation, create_invitation
from chalicelib.organizations.members import Role, find_member
from chalicelib.organizations.schemas import InvitationAnswer, invitation_answer
from chalicelib.organizations.store import Organization
from chalicelib.times import format_time, utc_now

TEXT = """Hello,

{inviter} invites you to join {organization} on MiniSentry as {role}:

{url}

The link works for a week.
"""


def invite(organization: Organization, actor: Actor, email: str, role: Role) -> InvitationAnswer:
    """Invite *email*, in place of an earlier invitation to it. Raises Conflict for a member."""
    _reject_member(organization, email)
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
    return invitation_answer(invitation, url)


def _reject_member(organization: Organization, email: str) -> None:
    user = find_user_by_email(email)
    if user is not None and find_member(organization.organization_id, user.user_id) is not None:
        raise Conflict("This person is a member already", fields={"email": "belongs to a member"})


def _mail(organization: Organization, actor: Actor, invitation: Invitation, url: str) -> None:
    inviter = find_user(actor.user_id)
    text = TEXT.format(
        inviter=inviter.name if inviter else "Somebody", organization=organization.name, role=invitation.role, url=url
    )
    try:
        send_mail(invitation.email, f"Join {organization.name} on MiniSentry", text)
    except ClientError as error:
        # The inviter has the link; a mail service that refuses an address must not undo the invitation.
        log_exception("invitation_mail_failed", error, invitation_id=invitation.invitation_id)
