"""Who holds a token, and where to go on: what every client of Sentry asks first."""

from chalicelib.accounts.store import get_user
from chalicelib.compat.resource import SentryResource
from chalicelib.compat.schemas import AuthDetails, Region, RegionList, SentryUser
from chalicelib.compat.serializers import answer_auth, answer_user
from chalicelib.config import settings
from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor

routes = SentryResource(__name__, tag="Sentry's API")


@routes.endpoint("GET", "/0", access="any")
def show_token(actor: Actor) -> AuthDetails:
    """The token's scopes and its owner."""
    return answer_auth(actor, get_user(actor.user_id))


@routes.endpoint("GET", "/0/auth", access="any")
def show_signed_in(actor: Actor) -> SentryUser:
    """The token's owner."""
    return answer_user(get_user(actor.user_id))


@routes.endpoint("GET", "/0/users/{user}", access="any")
def show_user(actor: Actor, user: str) -> SentryUser:
    """The token's owner, by `me` or by id. Others are seen as members of their organizations."""
    if user not in {"me", actor.user_id}:
        raise NotFound("Only your own account is shown here: ask for users/me/")
    return answer_user(get_user(actor.user_id))


@routes.endpoint("GET", "/0/users/{user}/regions", access="any")
def show_regions(actor: Actor, user: str) -> RegionList:
    """The one region there is: this host."""
    show_user(actor, user)
    return RegionList(regions=[Region(name="local", url=settings().public_url)])
