"""Mails about an account that is to move to another address: a link to the new one, a note to the old one.

The note is the same whether the new address is free; who owns a taken one learns that it has an account.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.accounts.signed_tokens import read_signed, sign
from chalicelib.accounts.store import User, find_user, find_user_by_email
from chalicelib.alerts.channels.email import send_mail
from chalicelib.config import settings
from chalicelib.messages import JobMessage, send_job
from chalicelib.times import utc_now

JOB_KIND = "address_change"
LIFETIME = timedelta(hours=24)
SUBJECT = "Confirm your new address for MiniSentry"
TEXT = """Hello {name},

please confirm that this is to be the address of your account:

{link}

The link works for a day. Until then you sign in with the old address.
"""
TAKEN_SUBJECT = "This address has a MiniSentry account already"
TAKEN_TEXT = """Hello,

somebody, hopefully you, asked to use this address for another account. It has an account already, so that nothing has
changed. Delete that account first, or choose another address.
"""
NOTE_SUBJECT = "Your MiniSentry address is to be changed"
NOTE_TEXT = """Hello {name},

somebody, hopefully you, asked to change the address of your account to {email}, knowing your password. It changes
once that address is confirmed.

If it was not you, change your password now: that voids the link.
"""


@dataclass(frozen=True, slots=True)
class AddressChange:
    """What a mailed link says. *state* is what must not have changed since."""

    user_id: str
    email: str
    state: str


def request_address_change(user_id: str, email: str) -> None:
    """Have the mails sent. Does the same work whether the address is free."""
    send_job(JobMessage("", user_id, JOB_KIND, {"user_id": user_id, "email": email}))


def send_address_change(user_id: str, email: str) -> None:
    """Send the mails; nothing happens for somebody gone. For the jobs worker."""
    user = find_user(user_id)
    if user is None or not user.is_active or user.email == email:
        return
    send_mail(user.email, NOTE_SUBJECT, NOTE_TEXT.format(name=user.name, email=email))
    if find_user_by_email(email) is not None:
        send_mail(email, TAKEN_SUBJECT, TAKEN_TEXT)
        return
    link = f"{settings().public_url}/verify-email?token={_token(user, email, utc_now())}"
    send_mail(email, SUBJECT, TEXT.format(name=user.name, link=link))


def read_address_change(token: str) -> AddressChange:
    """What a link was made for. Raises InvalidToken."""
    claims = read_signed("change-email", token, "state", "email")
    return AddressChange(claims["sub"], claims["email"], claims["state"])


def address_state(user: User) -> str:
    """A used link changes it, and so does another password: the link works once and is never stored."""
    return hashlib.sha256(f"{user.email} {user.password_hash}".encode()).hexdigest()


def _token(user: User, email: str, now: datetime) -> str:
    return sign("change-email", user.user_id, LIFETIME, now, state=address_state(user), email=email)
