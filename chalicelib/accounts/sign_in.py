"""From an address and a password to a session: throttled, and equally slow for addresses that nobody has.

Accounts are made by anybody where registration is open, else by the holder of the set-up token or an invitation.
"""

import hmac
import uuid
from dataclasses import dataclass

from chalice.app import Request, Response

from chalicelib.accounts.known_devices import COOKIE as DEVICE_COOKIE
from chalicelib.accounts.known_devices import device_cookie, read_device
from chalicelib.accounts.login_throttle import (
    Throttle,
    account_throttle,
    address_throttle,
    forgive,
    release_attempt,
    reserve_attempt,
)
from chalicelib.accounts.passwords import hash_password, is_password, needs_rehash
from chalicelib.accounts.refresh_tokens import RefreshToken, refresh_cookie, start_session
from chalicelib.accounts.schemas import LoginBody, RegisterBody, SignedInAnswer, user_answer
from chalicelib.accounts.signed_tokens import ACCESS_LIFETIME, issue_access_token
from chalicelib.accounts.store import (
    User,
    create_first_user,
    create_user,
    find_user_by_email,
    is_set_up,
    replace_password,
)
from chalicelib.accounts.two_factor import accept_code, find_two_factor
from chalicelib.aws.secrets import read_secret
from chalicelib.config import settings
from chalicelib.errors import Conflict, Forbidden, Unauthorized, ValidationFailed
from chalicelib.http.request import caller_address, read_cookie
from chalicelib.http.responses import json_response
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


def check_password(request: Request, body: LoginBody) -> User:
    """The user whose address and password these are, and whose app has the code where there is a second factor.

    Raises Unauthorized, or RateLimited after too many failures, wrong codes among them.
    """
    user = find_user_by_email(body.email)
    attempt = _attempt(request, body.email, user)
    attempt.reserve()
    if not is_password(body.password, user.password_hash if user else None) or user is None or not user.is_active:
        raise Unauthorized("The address or the password is wrong", code="wrong_credentials")
    if find_two_factor(user.user_id).enabled_at is not None:
        _require_code(user, body.code, attempt)
    attempt.succeed()
    _rehash(user, body.password)
    return user


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What an attempt counts for: *own* is forgiven by success, *shared* only gets this one back."""

    own: Throttle
    shared: tuple[Throttle, ...] = ()

    def reserve(self) -> None:
        for throttle in (*self.shared, self.own):
            reserve_attempt(throttle)

    def succeed(self) -> None:
        forgive(self.own)
        self._release(self.shared)

    def withdraw(self) -> None:
        self._release((*self.shared, self.own))

    def _release(self, throttles: tuple[Throttle, ...]) -> None:
        for throttle in throttles:
            release_attempt(throttle)


def _attempt(request: Request, email: str, user: User | None) -> _Attempt:
    """A device that its owner signed in on before is counted by itself, so that no stranger's guesses lock it out."""
    device = read_device(read_cookie(request, DEVICE_COOKIE))
    if device is not None and user is not None and device.user_id == user.user_id:
        return _Attempt(device.throttle)
    return _Attempt(account_throttle(email), (address_throttle(caller_address(request)),))


def _require_code(user: User, code: str | None, attempt: _Attempt) -> None:
    """Raises Unauthorized. To be asked for the code is no failure; to give a wrong one is."""
    if not code:
        attempt.withdraw()
        wanted = "Enter the code of your authenticator app, or a recovery code"
        raise Unauthorized(wanted, code="two_factor_required", fields={"code": wanted})
    if not accept_code(user.user_id, code):
        problem = "The code is wrong, or was used already"
        raise Unauthorized(problem, code="two_factor_wrong", fields={"code": problem})


def reject_wrong_password(user: User, password: str, field: str) -> None:
    """Raises ValidationFailed naming *field*, or RateLimited: a stolen session must not help to guess."""
    throttle = account_throttle(user.email)
    reserve_attempt(throttle)
    if not is_password(password, user.password_hash):
        raise ValidationFailed("The password is wrong", fields={field: "is wrong"})
    forgive(throttle)


def answer_signed_in(user: User, request: Request, status: int = 200) -> Response:
    """Start a session on the caller's device."""
    token = start_session(user.user_id, request.headers.get("user-agent"), caller_address(request), utc_now())
    known = device_cookie(user.user_id, read_device(read_cookie(request, DEVICE_COOKIE)))
    return answer_with_tokens(user, token, status, known)


def answer_with_tokens(user: User, refresh: RefreshToken, status: int = 200, *cookies: str) -> Response:
    """An access token in the body, the refresh token in its cookie, and other *cookies*."""
    answer = SignedInAnswer(
        token=issue_access_token(user.user_id, refresh.session_id, utc_now()),
        expires_in=int(ACCESS_LIFETIME.total_seconds()),
        user=user_answer(user),
    )
    return json_response(answer, headers={"Set-Cookie": [refresh_cookie(refresh), *cookies]}, status=status)


def _rehash(user: User, password: str) -> None:
    if not needs_rehash(user.password_hash):
        return
    try:
        replace_password(user.user_id, user.password_hash, hash_password(password))
    except Conflict:
        # The password was changed a moment ago, and with it the cost.
        return
