"""The management API: storage in JSON, one blueprint per resource, listed here in the order app.py registers them."""

from chalicelib.accounts import account_routes as account
from chalicelib.accounts import password_routes as password
from chalicelib.accounts import session_routes as sessions
from chalicelib.accounts import token_routes as tokens
from chalicelib.accounts import two_factor_routes as two_factor
from chalicelib.alerts import preference_routes as notification_preferences
from chalicelib.alerts import routes as alerts
from chalicelib.artifacts import routes as artifacts
from chalicelib.compat import account_routes as sentry_account
from chalicelib.compat import event_routes as sentry_events
from chalicelib.compat import issue_routes as sentry_issues
from chalicelib.compat import member_routes as sentry_members
from chalicelib.compat import organization_routes as sentry_organizations
from chalicelib.compat import project_routes as sentry_projects
from chalicelib.compat import refused_routes as sentry_refusals
from chalicelib.compat import release_routes as sentry_releases
from chalicelib.compat import tag_routes as sentry_tags
from chalicelib.compat import upload_routes as sentry_uploads
from chalicelib.events import attachment_routes as attachments
from chalicelib.events import feedback_routes as feedback
from chalicelib.events import routes as events
from chalicelib.http.resource import Resource
from chalicelib.issues import activity_routes as activity
from chalicelib.issues import bulk_routes as bulk
from chalicelib.issues import comment_routes as comments
from chalicelib.issues import facts_routes as issue_facts
from chalicelib.issues import merging_routes as merging
from chalicelib.issues import organization_routes as all_issues
from chalicelib.jobs import routes as jobs
from chalicelib.mcp import routes as mcp
from chalicelib.organizations import audit_routes as audit
from chalicelib.organizations import invitation_routes as invitations
from chalicelib.organizations import member_routes as members
from chalicelib.organizations import routes as organizations
from chalicelib.projects import cost_routes as costs
from chalicelib.projects import export_routes as exports
from chalicelib.projects import grouping_preview_routes as grouping_preview
from chalicelib.projects import key_routes as keys
from chalicelib.projects import member_routes as project_members
from chalicelib.projects import routes as projects
from chalicelib.projects import settings_routes as settings
from chalicelib.projects import statistics_routes as statistics
from chalicelib.projects import tag_routes as tags
from chalicelib.releases import routes as releases
from chalicelib.releases import suspect_routes as suspects
from chalicelib.service import health
from chalicelib.service import routes as service

BLUEPRINTS: tuple[Resource, ...] = (
    health.routes,
    account.routes,
    password.routes,
    sessions.routes,
    tokens.routes,
    two_factor.routes,
    organizations.routes,
    members.routes,
    invitations.routes,
    projects.routes,
    keys.routes,
    project_members.routes,
    settings.routes,
    grouping_preview.routes,
    bulk.routes,
    merging.routes,
    issue_facts.routes,
    all_issues.routes,
    comments.routes,
    activity.routes,
    events.routes,
    attachments.routes,
    feedback.routes,
    statistics.routes,
    costs.routes,
    releases.routes,
    suspects.routes,
    tags.routes,
    alerts.routes,
    exports.routes,
    artifacts.routes,
    jobs.routes,
    notification_preferences.routes,
    audit.routes,
    mcp.routes,
    service.routes,
    sentry_account.routes,
    sentry_members.routes,
    sentry_organizations.routes,
    sentry_projects.routes,
    sentry_issues.routes,
    sentry_events.routes,
    sentry_releases.routes,
    sentry_tags.routes,
    sentry_uploads.routes,
    sentry_refusals.routes,
)
