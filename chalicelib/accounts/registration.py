"""Who may make an account: anybody where registration is open, else the holder of the set-up token or an invitation."""

import hmac
import uuid

from chalicelib.accounts.passwords import hash_password
from chalicelib.accounts.schemas import RegisterBody
from chalicelib.accounts.setup import create_first_user, is_set_up
from chalicelib.accounts.store import User, create_user
from chalicelib.aws.secrets import read_secret
from chalicelib.config import settings
from chalicelib.errors import Forbidden
from chalicelib.organizations.invitations import Invitation, accept_invitation, find_invitation
from chalicelib.times import format_time, utc_now


def register_user(body: RegisterBody) -> User:
    """Make the account. Raises Forbidden for somebody not entitled, Conflict for an address that has one."""
    invitation = _find_invitation(body)
    with_setup_token = body.setup_token is not None
    if with_setup_token:
        _reject_wrong_setup_token(body.setup_token or "")
    elif invitation is None and settings().registration != "open":
        raise Forbidden("Registration is by invitation here", code="registration_closed")
    user = _new_user(body)
    if with_setup_token:
        create_first_user(user)
    else:
        create_user(user)
    if invitation is not None:
        accept_invitation(invitation, user.user_id, utc_now())
    return user


def _find_invitation(body: RegisterBody) -> Invitation | None:
    if body.invitation is None:
        return None
    if settings().registration == "closed":
        raise Forbidden("Registration is closed here", code="registration_closed")
    invitation = find_invitation(body.invitation)
    if invitation is None or invitation.email != body.email:
        raise Forbidden("This invitation is not for this address, or it is no longer open", code="invalid_invitation")
    return invitation


def _reject_wrong_setup_token(offered: str) -> None:
    if is_set_up() or not hmac.compare_digest(offered.encode(), read_secret("setup-token").encode()):
        raise Forbidden("The set-up token is wrong or spent", code="invalid_setup_token")


def _new_user(body: RegisterBody) -> User:
    now = format_time(utc_now())
    return User(
        user_id=str(uuid.uuid4()),
        email=body.email,
        name=body.name,
        password_hash=hash_password(body.password),
        created_at=now,
        updated_at=now,
    )
