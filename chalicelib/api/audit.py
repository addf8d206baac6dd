"""The audit log of an organization, for its admins."""

from chalicelib.api.authentication import Actor
from chalicelib.api.authorization import require_organization
from chalicelib.api.pagination import bad_cursor, decode_text_cursor, page_of
from chalicelib.api.resource import Resource
from chalicelib.api.schemas.base import Page, PageQuery
from chalicelib.api.schemas.organizations import AuditEntryAnswer, audit_answer
from chalicelib.model import utc_now
from chalicelib.storage.audit import is_audit_position, list_audit
from chalicelib.storage.users import list_users

routes = Resource(__name__, tag="Audit log")


@routes.endpoint("GET", "/organizations/{org_slug}/audit", access="org:admin")
def get_audit(actor: Actor, org_slug: str, query: PageQuery) -> Page[AuditEntryAnswer]:
    """Who did what, newest first."""
    access = require_organization(actor, org_slug, "admin")
    before = decode_text_cursor(query.cursor)
    if before is not None and not is_audit_position(before):
        raise bad_cursor()
    entries, position = list_audit(access.organization_id, utc_now(), query.limit, before)
    users = list_users([entry.actor_id for entry in entries])
    return page_of([audit_answer(entry, users.get(entry.actor_id)) for entry in entries], position)
