"""Signing up, in and out, and one's own profile."""

from chalice.app import Request, Response

from chalicelib.accounts.mails import request_account_mail
from chalicelib.accounts.refresh_tokens import (
    COOKIE,
    ended,
    expired_cookie,
    is_current_token,
    parse_refresh_token,
    rotate_refresh_token,
)
from chalicelib.accounts.schemas import (
    AuthConfigAnswer,
    LoginBody,
    ProfileBody,
    RegisterBody,
    SignedInAnswer,
    UserAnswer,
    user_answer,
)
from chalicelib.accounts.sessions import end_session
from chalicelib.accounts.sign_in import answer_signed_in, answer_with_tokens, check_password, register_user
from chalicelib.accounts.store import find_user, get_user, is_set_up, update_user
from chalicelib.config import settings
from chalicelib.errors import Conflict, Forbidden, Unauthorized
from chalicelib.http.authentication import Actor, authenticate
from chalicelib.http.request import read_cookie, reject_foreign_page
from chalicelib.http.resource import Resource
from chalicelib.times import utc_now

routes = Resource(__name__, tag="Authentication")


@routes.endpoint("GET", "/auth/config", access="public")
def get_auth_config() -> AuthConfigAnswer:
    """How accounts are made on this stage."""
    registration = settings().registration
    return AuthConfigAnswer(registration=registration, needs_setup_token=registration != "open" and not is_set_up())


@routes.endpoint(
    "POST", "/auth/register", access="public", status=201, errors=(Forbidden, Conflict), answer=SignedInAnswer
)
def register(body: RegisterBody, request: Request) -> Response:
    """Make an account and sign in with it."""
    user = register_user(body)
    request_account_mail("verify-email", user.email)
    return answer_signed_in(user, request, status=201)


@routes.endpoint("POST", "/auth/login", access="public", errors=(Unauthorized,), answer=SignedInAnswer)
def login(body: LoginBody, request: Request) -> Response:
    """Sign in with address and password.

    With a second factor, *code* is the app's present code or a recovery code; without it the answer is a 401 whose
    `code` is `two_factor_required`. Failures are counted for the address of the account and of the caller; each one
    beyond a few doubles the wait. A device that its owner signed in on before, which a cookie remembers, is counted by
    itself: strangers' guesses don't lock it out.
    """
    return answer_signed_in(check_password(request, body), request)


@routes.endpoint("POST", "/auth/refresh", access="public", errors=(Forbidden, Unauthorized), answer=SignedInAnswer)
def refresh(request: Request) -> Response:
    """A new access token for the refresh cookie, which is replaced too.

    The cookie before the current one works once more within 30 seconds, for answers that got lost; any other reuse
    ends the session. Pages of other sites are refused.
    """
    reject_foreign_page(request)
    token = parse_refresh_token(read_cookie(request, COOKIE))
    if token is None:
        raise ended()
    renewed = rotate_refresh_token(token, utc_now())
    user = find_user(token.user_id)
    if user is None or not user.is_active:
        end_session(token.user_id, token.session_id)
        raise ended()
    return answer_with_tokens(user, renewed)


@routes.endpoint("POST", "/auth/logout", access="public", status=204, errors=(Forbidden,), answer=None)
def logout(request: Request) -> Response:
    """End the session of the refresh cookie, or of the access token where there is no cookie.

    Refused to pages of other sites only.
    """
    reject_foreign_page(request)
    token = parse_refresh_token(read_cookie(request, COOKIE))
    if token is not None and is_current_token(token):
        end_session(token.user_id, token.session_id)
    elif token is None:
        _end_session_of_access_token(request)
    return Response("", status_code=204, headers={"Set-Cookie": expired_cookie()})


@routes.endpoint("GET", "/auth/me", access="any")
def get_me(actor: Actor) -> UserAnswer:
    """Who is signed in."""
    return user_answer(get_user(actor.user_id))


@routes.endpoint("PATCH", "/auth/me", access="session")
def update_me(actor: Actor, body: ProfileBody) -> UserAnswer:
    """Change one's own name or picture."""
    changes = body.model_dump(exclude_unset=True)
    if changes.get("name", "") is None:
        changes.pop("name")
    return user_answer(update_user(actor.user_id, **changes))


def _end_session_of_access_token(request: Request) -> None:
    try:
        actor = authenticate(request)
    except Unauthorized:
        return
    if actor.session_id is not None:
        end_session(actor.user_id, actor.session_id)
