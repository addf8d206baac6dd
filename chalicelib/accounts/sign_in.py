"""From an address and a password to a session: throttled, and equally slow for addresses that nobody has."""

from chalice.app import Request, Response

from chalicelib.accounts.access_tokens import LIFETIME, issue_access_token
from chalicelib.accounts.login_throttle import (
    account_throttle,
    address_throttle,
    forgive,
    release_attempt,
    reserve_attempt,
)
from chalicelib.accounts.passwords import hash_password, is_password, needs_rehash
from chalicelib.accounts.refresh_tokens import RefreshToken, refresh_cookie, start_session
from chalicelib.accounts.schemas import SignedInAnswer, user_answer
from chalicelib.accounts.store import User, find_user_by_email, replace_password
from chalicelib.errors import Conflict, Unauthorized, ValidationFailed
from chalicelib.http.request import caller_address
from chalicelib.http.responses import json_response
from chalicelib.times import utc_now


def check_password(email: str, password: str, address: str) -> User:
    """The user whose address and password these are. Raises Unauthorized, or RateLimited after too many failures."""
    by_account, by_address = account_throttle(email), address_throttle(address)
    reserve_attempt(by_address)
    reserve_attempt(by_account)
    user = find_user_by_email(email)
    if not is_password(password, user.password_hash if user else None) or user is None or not user.is_active:
        raise Unauthorized("The address or the password is wrong", code="wrong_credentials")
    forgive(by_account)
    release_attempt(by_address)
    _rehash(user, password)
    return user


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
    return answer_with_tokens(user, token, status)


def answer_with_tokens(user: User, refresh: RefreshToken, status: int = 200) -> Response:
    """An access token in the body, the refresh token in its cookie."""
    answer = SignedInAnswer(
        token=issue_access_token(user.user_id, refresh.session_id, utc_now()),
        expires_in=int(LIFETIME.total_seconds()),
        user=user_answer(user),
    )
    return json_response(answer, headers={"Set-Cookie": refresh_cookie(refresh)}, status=status)


def _rehash(user: User, password: str) -> None:
    if not needs_rehash(user.password_hash):
        return
    try:
        replace_password(user.user_id, user.password_hash, hash_password(password))
    except Conflict:
        # The password was changed a moment ago, and with it the cost.
        return
