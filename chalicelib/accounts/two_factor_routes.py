"""One's own second factor: turned on with an app, off with password and code. API tokens cannot touch it."""

from chalicelib.accounts.login_throttle import account_throttle, forgive, reserve_attempt
from chalicelib.accounts.mails import tell_of_two_factor
from chalicelib.accounts.schemas import (
    EnrolmentAnswer,
    RecoveryCodesAnswer,
    TwoFactorAnswer,
    TwoFactorBeginBody,
    TwoFactorCodeBody,
    TwoFactorOffBody,
)
from chalicelib.accounts.sign_in import reject_wrong_password
from chalicelib.accounts.store import User, get_user
from chalicelib.accounts.two_factor import accept_code, begin, disable, enable, find_two_factor, renew_recovery_codes
from chalicelib.errors import Conflict, RateLimited, ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.http.resource import Resource

routes = Resource(__name__, tag="Authentication")


@routes.endpoint("GET", "/auth/two-factor", access="session")
def show_two_factor(actor: Actor) -> TwoFactorAnswer:
    """Whether a second factor is asked for, and how many recovery codes are left."""
    found = find_two_factor(actor.user_id)
    return TwoFactorAnswer(enabled_at=found.enabled_at, recovery_codes_left=found.recovery_codes_left)


@routes.endpoint("POST", "/auth/two-factor", access="session", status=201, errors=(Conflict, RateLimited))
def begin_two_factor(actor: Actor, body: TwoFactorBeginBody) -> EnrolmentAnswer:
    """Make a secret for an authenticator app. It counts once a code of it is confirmed."""
    user = get_user(actor.user_id)
    reject_wrong_password(user, body.password, "password")
    enrolment = begin(user)
    return EnrolmentAnswer(secret=enrolment.secret, uri=enrolment.uri)


@routes.endpoint("POST", "/auth/two-factor/confirm", access="session", errors=(Conflict,))
def confirm_two_factor(actor: Actor, body: TwoFactorCodeBody) -> RecoveryCodesAnswer:
    """Turn the second factor on with the app's present code. The recovery codes are shown this once."""
    user = get_user(actor.user_id)
    codes = enable(user, body.code)
    tell_of_two_factor(user, is_on=True)
    return RecoveryCodesAnswer(codes=codes)


@routes.endpoint("POST", "/auth/two-factor/recovery-codes", access="session", errors=(Conflict,))
def make_recovery_codes(actor: Actor, body: TwoFactorCodeBody) -> RecoveryCodesAnswer:
    """Make new recovery codes; those of before end."""
    _require_code(get_user(actor.user_id), body.code)
    return RecoveryCodesAnswer(codes=renew_recovery_codes(actor.user_id))


@routes.endpoint("DELETE", "/auth/two-factor", access="session", errors=(Conflict,))
def turn_off_two_factor(actor: Actor, body: TwoFactorOffBody) -> None:
    """Turn the second factor off, with the password and a code of the app or a recovery code. A mail says so."""
    user = get_user(actor.user_id)
    reject_wrong_password(user, body.password, "password")
    _require_code(user, body.code)
    disable(user.user_id)
    tell_of_two_factor(user, is_on=False)


def _require_code(user: User, code: str) -> None:
    """Raises ValidationFailed, Conflict where none is asked for, or RateLimited: a stolen session must not guess."""
    if find_two_factor(user.user_id).enabled_at is None:
        raise Conflict("The second factor is off", code="two_factor_off")
    throttle = account_throttle(user.email)
    reserve_attempt(throttle)
    if not accept_code(user.user_id, code):
        raise ValidationFailed("The code is wrong", fields={"code": "is wrong, or was used already"})
    forgive(throttle)
