"""People, their sessions and their tokens, as the API reads and answers them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from chalicelib.accounts.sessions import Session
from chalicelib.accounts.store import User
from chalicelib.accounts.tokens import ApiToken
from chalicelib.config import Registration
from chalicelib.http.schemas import Answer, Body, Name
from chalicelib.http.scopes import Scope

# What browsers take for <input type="email">: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
EMAIL_PATTERN = rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{LABEL}(?:\.{LABEL})*$"
Email = Annotated[str, StringConstraints(max_length=254, to_lower=True, pattern=EMAIL_PATTERN)]
NewPassword = Annotated[str, StringConstraints(min_length=MIN_LENGTH, max_length=MAX_LENGTH)]
Password = Annotated[str, StringConstraints(max_length=MAX_LENGTH)]
SecretText = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
# Of an authenticator app, or one of the recovery codes.
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]
AvatarUrl = Annotated[str, StringConstraints(max_length=500, pattern=r"^https://[^\s\x00-\x1f]+$")]


class LoginBody(Body):
    email: Annotated[str, StringConstraints(min_length=3, max_length=254, strip_whitespace=True)]
    password: Password
    code: Code | None = None


class TwoFactorBeginBody(Body):
    password: Password


class TwoFactorCodeBody(Body):
    code: Code


class TwoFactorOffBody(Body):
    password: Password
    code: Code


class RegisterBody(Body):
    """*setup_token* makes the first owner, *invitation* is the token of an invitation's link."""

    email: Email
    password: NewPassword
    name: Name
    setup_token: SecretText | None = None
    invitation: SecretText | None = None


class ProfileBody(Body):
    name: Name | None = None
    avatar_url: AvatarUrl | None = None


class ChangeEmailBody(Body):
    email: Email
    current_password: Password


class DeleteAccountBody(Body):
    password: Password


class ForgotPasswordBody(Body):
    email: Email


class ResetPasswordBody(Body):
    token: SecretText
    password: NewPassword


class ChangePasswordBody(Body):
    current_password: Password
    new_password: NewPassword


class VerifyEmailBody(Body):
    token: SecretText


class TokenBody(Body):
    name: Name
    scopes: list[Scope] = Field(min_length=1, max_length=20)


class UserAnswer(Answer):
    id: str
    email: str
    name: str
    avatar_url: str | None
    email_verified: bool
    created_at: str
    updated_at: str


class SignedInAnswer(Answer):
    """*token* is the access token; the refresh token travels in a cookie only."""

    token: str
    expires_in: int
    user: UserAnswer


class AuthConfigAnswer(Answer):
    """*needs_setup_token* is true until the first owner exists, where registration is not open."""

    registration: Registration
    needs_setup_token: bool


class TwoFactorAnswer(Answer):
    """*enabled_at* is null where no second factor is asked for."""

    enabled_at: str | None
    recovery_codes_left: int


class EnrolmentAnswer(Answer):
    """*secret* is to be typed into an app; *uri* is what an app reads from a QR code."""

    secret: str
    uri: str


class RecoveryCodesAnswer(Answer):
    """Each works once; they are shown this once and stored nowhere."""

    codes: list[str]


class AcceptedAnswer(Answer):
    status: Literal["accepted"] = "accepted"


class SessionAnswer(Answer):
    id: str
    created_at: str
    last_used_at: str
    user_agent: str | None
    address: str | None
    is_current: bool


class TokenAnswer(Answer):
    """*hint* is the token's last characters."""

    id: str
    name: str
    scopes: list[str]
    hint: str
    created_at: str
    last_used_at: str | None


class NewTokenAnswer(TokenAnswer):
    """*token* is shown this once and stored nowhere."""

    token: str


def user_answer(user: User) -> UserAnswer:
    return UserAnswer(
        id=user.user_id,
        email=user.email,
        name=user.name,
        avatar_url=user.avatar_url,
        email_verified=user.email_verified,
        created_at=user.created_at,
        updated_at=user.updated_at,
    )


def session_answer(session: Session, current_session_id: str | None) -> SessionAnswer:
    return SessionAnswer(
        id=session.session_id,
        created_at=session.created_at,
        last_used_at=session.last_used_at,
        user_agent=session.user_agent,
        address=session.address,
        is_current=session.session_id == current_session_id,
    )


def token_answer(token: ApiToken) -> TokenAnswer:
    return TokenAnswer(
        id=token.token_id,
        name=token.name,
        scopes=list(token.scopes),
        hint=token.hint,
        created_at=token.created_at,
        last_used_at=token.last_used_at,
    )
