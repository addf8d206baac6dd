"""Mails about an account, sent by a Lambda of their own: the API answers before anyone knows if the address exists.

A move to another address mails a link there and a note to the old one. The note is the same whether the new address
is free; the owner of a taken one learns that it has an account.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from botocore.exceptions import ClientError

from chalicelib.accounts.login_throttle import recipient_throttle, release_attempt, reserve_attempt
from chalicelib.accounts.signed_tokens import read_signed, sign
from chalicelib.accounts.store import User, find_user, find_user_by_email
from chalicelib.alerts.channels.email import send_mail
from chalicelib.config import settings
from chalicelib.errors import RateLimited
from chalicelib.logs import log, log_exception
from chalicelib.messages import JobMessage, send_mail_order
from chalicelib.times import utc_now

ADDRESS_CHANGE_JOB = "address_change"
ADDRESS_CHANGE_LIFETIME = timedelta(hours=24)
ADDRESS_CHANGE_SUBJECT = "Confirm your new address for MiniSentry"
ADDRESS_CHANGE_TEXT = """Hello {name},

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
    send_mail_order(JobMessage("", user_id, ADDRESS_CHANGE_JOB, {"user_id": user_id, "email": email}), email)


def send_address_change(user_id: str, email: str) -> None:
    """Send the mails; nothing happens for somebody gone. For the mail worker."""
    user = find_user(user_id)
    if user is None or not user.is_active or user.email == email:
        return
    send_mail(user.email, NOTE_SUBJECT, NOTE_TEXT.format(name=user.name, email=email))
    if find_user_by_email(email) is not None:
        send_mail(email, TAKEN_SUBJECT, TAKEN_TEXT)
        return
    link = f"{settings().public_url}/verify-email?token={_address_change_token(user, email, utc_now())}"
    send_mail(email, ADDRESS_CHANGE_SUBJECT, ADDRESS_CHANGE_TEXT.format(name=user.name, link=link))


def read_address_change(token: str) -> AddressChange:
    """What a link was made for. Raises InvalidToken."""
    claims = read_signed("change-email", token, "state", "email")
    return AddressChange(claims["sub"], claims["email"], claims["state"])


def address_state(user: User) -> str:
    """A used link changes it, and so does another password: the link works once and is never stored."""
    return hashlib.sha256(f"{user.email} {user.password_hash}".encode()).hexdigest()


def _address_change_token(user: User, email: str, now: datetime) -> str:
    return sign("change-email", user.user_id, ADDRESS_CHANGE_LIFETIME, now, state=address_state(user), email=email)


AccountMail = Literal["reset-password", "verify-email"]
ACCOUNT_MAIL_JOB = "account_mail"
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
    job = JobMessage(organization_id="", job_id=mail, kind=ACCOUNT_MAIL_JOB, arguments={"mail": mail, "email": email})
    send_mail_order(job, email)


def send_account_mail(mail: AccountMail, email: str) -> None:
    """Send *mail* to the person with this address; nobody has it, nothing happens. For the mail worker."""
    user = find_user_by_email(email)
    if user is None or not user.is_active:
        return
    token = _token(mail, user, utc_now())
    link = f"{settings().public_url}/{mail}?token={token}"
    _send_seldom(user.email, SUBJECTS[mail], TEXTS[mail].format(name=user.name, link=link))


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


WRITTEN_MAIL_JOB = "written_mail"
# What SES will refuse again, however often it is asked.
REFUSED_BY_SES = {"MessageRejected", "MailFromDomainNotVerifiedException", "InvalidParameterValue"}


def request_written_mail(email: str, subject: str, text: str) -> None:
    """Have a mail sent as it is, to whoever has the address: an invitation goes to people without an account."""
    arguments = {"email": email, "subject": subject, "text": text}
    send_mail_order(JobMessage("", "written", WRITTEN_MAIL_JOB, arguments), email)


RESET_DONE_SUBJECT = "Your MiniSentry password was changed"
RESET_DONE_TEXT = """Hello {name},

your password was set anew by a link that we had mailed to you. {ended}

If it was not you, somebody reads your mail: secure that account first, then reset your password once more at

{link}
"""


def tell_of_new_password(user: User, revoked_tokens: int) -> None:
    """Have a mail sent that says what a reset has ended, so that nobody wonders why a script is refused."""
    tokens = f" and your {revoked_tokens} API token{'s were' if revoked_tokens > 1 else ' was'} revoked"
    ended = f"You were signed out everywhere{tokens if revoked_tokens else ''}."
    link = f"{settings().public_url}/forgot-password"
    request_written_mail(user.email, RESET_DONE_SUBJECT, RESET_DONE_TEXT.format(name=user.name, ended=ended, link=link))


TWO_FACTOR_SUBJECTS = {True: "Your MiniSentry account has a second factor", False: "Your second factor was turned off"}
TWO_FACTOR_TEXTS = {
    True: """Hello {name},

from now on, signing in to MiniSentry asks for a code of your authenticator app. Keep the recovery codes where you find
them without it.

If it was not you, somebody is signed in as you: reset your password at {link}
""",
    False: """Hello {name},

signing in to MiniSentry no longer asks for a code of your authenticator app.

If it was not you, reset your password at {link} and turn it on again.
""",
}


def tell_of_two_factor(user: User, *, is_on: bool) -> None:
    link = f"{settings().public_url}/forgot-password"
    request_written_mail(
        user.email, TWO_FACTOR_SUBJECTS[is_on], TWO_FACTOR_TEXTS[is_on].format(name=user.name, link=link)
    )


def send_written_mail(email: str, subject: str, text: str) -> None:
    """Send it. An address that the mail service refuses for good is noted and forgotten. For the mail worker."""
    try:
        _send_seldom(email, subject, text)
    except ClientError as error:
        if error.response["Error"]["Code"] not in REFUSED_BY_SES:
            raise
        log_exception("mail_refused", error)


def _send_seldom(email: str, subject: str, text: str) -> None:
    """Send a mail unless its recipient got many just now, whoever asked for them."""
    throttle = recipient_throttle(email)
    try:
        reserve_attempt(throttle)
    except RateLimited:
        log("mail_left_out", reason="the recipient got many already")
        return
    try:
        send_mail(email, subject, text)
    except Exception:
        # It comes again, and must not be taken for another.
        release_attempt(throttle)
        raise
