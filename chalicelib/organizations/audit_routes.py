"""The audit log of an organization, for its admins."""

from chalicelib.accounts.store import list_users
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_organization
from chalicelib.http.pagination import bad_cursor, decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.organizations.audit import is_audit_position, list_audit
from chalicelib.organizations.schemas import AuditEntryAnswer, audit_answer
from chalicelib.times import utc_now

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
