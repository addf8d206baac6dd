"""One line for a view to say what was just done, so that the organization's audit log has it."""

from typing import Any

from chalicelib.http.authentication import Actor
from chalicelib.http.request import caller_address, current_request
from chalicelib.organizations.audit import record_audit
from chalicelib.times import utc_now


def audit(organization_id: str, actor: Actor, action: str, target: str, **details: Any) -> None:
    """Note that *actor* did *action* to *target*. *details* are what changed, never secrets."""
    if actor.token_id is not None:
        details["token_id"] = actor.token_id
    record_audit(
        organization_id,
        actor.user_id,
        action,
        target,
        now=utc_now(),
        address=caller_address(current_request()),
        details=details,
    )
