"""One's own password and address: forgotten, reset, changed, confirmed."""

from chalicelib.accounts.login_throttle import account_throttle, forgive
from chalicelib.accounts.mails import (
    AccountMail,
    AddressChange,
    account_state,
    address_state,
    read_address_change,
    read_mailed_token,
    request_account_mail,
    tell_of_new_password,
)
from chalicelib.accounts.passwords import hash_password
from chalicelib.accounts.schemas import (
    AcceptedAnswer,
    ChangePasswordBody,
    ForgotPasswordBody,
    ResetPasswordBody,
    UserAnswer,
    VerifyEmailBody,
    user_answer,
)
from chalicelib.accounts.sessions import end_sessions
from chalicelib.accounts.sign_in import reject_wrong_password
from chalicelib.accounts.signed_tokens import InvalidToken
from chalicelib.accounts.store import User, find_user, get_user, replace_email, replace_password, update_user
from chalicelib.accounts.tokens import revoke_tokens
from chalicelib.errors import BadRequest, Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.resource import Resource

routes = Resource(__name__, tag="Authentication")


@routes.endpoint("POST", "/auth/forgot-password", access="public", status=202)
def forgot_password(body: ForgotPasswordBody) -> AcceptedAnswer:
    """Have a link mailed that sets a new password. The answer is the same whether the address has an account."""
    request_account_mail("reset-password", body.email)
    return AcceptedAnswer()


@routes.endpoint("POST", "/auth/reset-password", access="public", errors=(Conflict,))
def reset_password(body: ResetPasswordBody) -> None:
    """Set a new password with the token of a mailed link. Every session ends, every API token is revoked.

    Who resets a password may do so because somebody else knew it, and could have made tokens by it. A mail says so.
    """
    user = _user_of("reset-password", body.token)
    replace_password(user.user_id, user.password_hash, hash_password(body.password))
    update_user(user.user_id, email_verified=True)
    forgive(account_throttle(user.email))
    end_sessions(user.user_id)
    tell_of_new_password(user, revoke_tokens(user.user_id))


@routes.endpoint("POST", "/auth/change-password", access="session", errors=(Conflict,))
def change_password(actor: Actor, body: ChangePasswordBody) -> None:
    """Set a new password, knowing the old one. Every other session ends."""
    user = get_user(actor.user_id)
    reject_wrong_password(user, body.current_password, "current_password")
    replace_password(user.user_id, user.password_hash, hash_password(body.new_password))
    end_sessions(user.user_id, except_session_id=actor.session_id)


@routes.endpoint("POST", "/auth/verify-email", access="public", errors=(Conflict,))
def verify_email(body: VerifyEmailBody) -> UserAnswer:
    """Confirm an address with the token of a mailed link: the account's, or the one that it is to move to."""
    try:
        change = read_address_change(body.token)
    except InvalidToken:
        user = _user_of("verify-email", body.token)
        return user_answer(update_user(user.user_id, email_verified=True))
    return user_answer(_move(change))


@routes.endpoint("POST", "/auth/verify-email/send", access="session", status=202)
def send_verification(actor: Actor) -> AcceptedAnswer:
    """Have the link that confirms one's address mailed again."""
    request_account_mail("verify-email", get_user(actor.user_id).email)
    return AcceptedAnswer()


def _user_of(mail: AccountMail, token: str) -> User:
    try:
        user_id, state = read_mailed_token(mail, token)
    except InvalidToken:
        raise _used_link() from None
    user = find_user(user_id)
    if user is None or not user.is_active or account_state(mail, user) != state:
        raise _used_link()
    return user


def _move(change: AddressChange) -> User:
    """The account at its new address. Raises Conflict when somebody else has that by now."""
    user = find_user(change.user_id)
    if user is None or not user.is_active or address_state(user) != change.state:
        raise _used_link()
    return replace_email(user, change.email)


def _used_link() -> BadRequest:
    return BadRequest("This link has expired or was used already", code="invalid_token")
