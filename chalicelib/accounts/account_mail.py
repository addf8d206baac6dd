"""Mails about an account, sent by the jobs Lambda: the API answers before anyone knows whether the address exists."""

import hashlib
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.accounts.signed_tokens import read_signed, sign
from chalicelib.accounts.store import User, find_user_by_email
from chalicelib.alerts.channels.email import send_mail
from chalicelib.config import settings
from chalicelib.messages import JobMessage, send_job
from chalicelib.times import utc_now

AccountMail = Literal["reset-password", "verify-email"]
JOB_KIND = "account_mail"
LIFETIMES = {"reset-password": timedelta(hours=1), "verify-email": timedelta(hours=24)}
SUBJECTS = {
    "reset-password": "Reset your MiniSentry password",
    "verify-email": "Confirm your address for MiniSentry",
}
TEXTS = {
    "reset-password": """Hello {name},

somebody, hopefully you, asked to reset your password. Choose a new one within an hour:

{link}

If it was not you, ignore this mail: nothing has changed.
""",
    "verify-email": """Hello {name},

please confirm that this is your address:

{link}

The link works for a day.
""",
}


def request_account_mail(mail: AccountMail, email: str) -> None:
    """Have *mail* sent to *email*, if it has an account. Does the same work whether it has or not."""
    job = JobMessage(organization_id="", job_id=mail, kind=JOB_KIND, arguments={"mail": mail, "email": email})
    send_job(job)


def send_account_mail(mail: AccountMail, email: str) -> None:
    """Send *mail* to the person with this address; nobody has it, nothing happens. For the jobs worker."""
    user = find_user_by_email(email)
    if user is None or not user.is_active:
        return
    token = _token(mail, user, utc_now())
    link = f"{settings().public_url}/{mail}?token={token}"
    send_mail(user.email, SUBJECTS[mail], TEXTS[mail].format(name=user.name, link=link))


def read_mailed_token(mail: AccountMail, token: str) -> tuple[str, str]:
    """The user id and the state that a link was made for. Raises InvalidToken."""
    claims = read_signed(mail, token, "state")
    return claims["sub"], claims["state"]


def account_state(mail: AccountMail, user: User) -> str:
    """What must not have changed since the mail: a used link changes it, so that it works once and is never stored."""
    secret = user.password_hash if mail == "reset-password" else str(user.email_verified)
    return hashlib.sha256(f"{user.email} {secret}".encode()).hexdigest()


def _token(mail: AccountMail, user: User, now: datetime) -> str:
    return sign(mail, user.user_id, LIFETIMES[mail], now, state=account_state(mail, user))
