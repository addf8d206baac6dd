"""One's own account: moved to another address, or deleted. Both take the password once more."""

from contextlib import suppress

from chalice.app import Response

from chalicelib.accounts.deletion import erase_account_rows
from chalicelib.accounts.known_devices import forgotten_device
from chalicelib.accounts.login_throttle import address_change_throttle, reserve_attempt
from chalicelib.accounts.mails import request_address_change
from chalicelib.accounts.refresh_tokens import expired_cookie
from chalicelib.accounts.routes import routes
from chalicelib.accounts.schemas import AcceptedAnswer, ChangeEmailBody, DeleteAccountBody
from chalicelib.accounts.sign_in import reject_wrong_password
from chalicelib.accounts.store import delete_user, get_user
from chalicelib.errors import Conflict, NotFound, ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.organizations.audit import audit
from chalicelib.organizations.members import Member, end_membership, list_members, list_memberships
from chalicelib.organizations.store import Organization, list_organizations

# The routes are those of accounts/routes.py: Chalice has one blueprint answer for a path, whatever its methods.
__all__ = ["routes"]


@routes.endpoint("POST", "/auth/change-email", access="session", status=202)
def change_email(actor: Actor, body: ChangeEmailBody) -> AcceptedAnswer:
    """Have a link mailed to another address; the account moves there once it is confirmed. Sessions stay.

    The link is confirmed as the one that verifies an address. The old address gets a note. The answer is the same
    whether the new one has an account already.
    """
    user = get_user(actor.user_id)
    reject_wrong_password(user, body.current_password, "current_password")
    if body.email == user.email:
        raise ValidationFailed("Nothing to change", fields={"email": "is your address already"})
    reserve_attempt(address_change_throttle(user.user_id))
    request_address_change(user.user_id, body.email)
    return AcceptedAnswer()


@routes.endpoint("DELETE", "/auth/me", access="session", status=204, errors=(Conflict,), answer=None)
def delete_me(actor: Actor, body: DeleteAccountBody) -> Response:
    """Delete one's own account, with its sessions, API tokens, bookmarks and memberships.

    Refused while an organization has no other owner. Comments stay, and so does what logs say; both name nobody.
    """
    user = get_user(actor.user_id)
    reject_wrong_password(user, body.password, "password")
    memberships = list_memberships(user.user_id)
    organizations = list_organizations([member.organization_id for member in memberships])
    # What is left of organizations that are being erased goes with them.
    living = [member for member in memberships if member.organization_id in organizations]
    _reject_last_owner(living, organizations)
    for member in living:
        with suppress(NotFound):
            end_membership(member)
            audit(member.organization_id, actor, "member.leave", user.user_id, role=member.role)
    erase_account_rows(user.user_id)
    delete_user(user)
    return Response("", status_code=204, headers={"Set-Cookie": [expired_cookie(), forgotten_device()]})


def _reject_last_owner(memberships: list[Member], organizations: dict[str, Organization]) -> None:
    """Looked at before anything is changed; each membership's end is conditional on it once more."""
    owned = [member.organization_id for member in memberships if member.role == "owner"]
    alone = [name for name in owned if sum(member.role == "owner" for member in list_members(name)) == 1]
    if alone:
        slugs = ", ".join(sorted(organizations[name].slug for name in alone))
        raise Conflict(f"Make somebody else an owner of {slugs}, or delete it, first", code="last_owner")
