"""An organization with somebody in every role, and what a route acts on, made anew where acting uses it up."""

import itertools
import re
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.accounts.mails import account_state
from chalicelib.accounts.passwords import hash_password
from chalicelib.accounts.refresh_tokens import start_session
from chalicelib.accounts.signed_tokens import issue_access_token, sign
from chalicelib.accounts.store import User, create_user, get_user
from chalicelib.accounts.tokens import TOKEN_PREFIX, ApiToken, create_token, hash_token
from chalicelib.alerts.model import AlertRule
from chalicelib.alerts.store import put_alert_rule
from chalicelib.artifacts.assembly import assemble, assemble_bundle
from chalicelib.artifacts.chunks import store_chunk
from chalicelib.artifacts.model import sha1_of
from chalicelib.artifacts.release_files import store_release_file
from chalicelib.errors import NotFound
from chalicelib.events.attachments import NewAttachment, store_attachments
from chalicelib.events.store import get_event
from chalicelib.http.scopes import ALL_SCOPES
from chalicelib.issues.comments import add_comment
from chalicelib.jobs.store import create_job
from chalicelib.messages import EventMessage, send_event
from chalicelib.organizations.invitations import Invitation, create_invitation
from chalicelib.organizations.members import Member, create_member, create_organization
from chalicelib.organizations.store import Organization
from chalicelib.projects.keys import create_project_key, new_key
from chalicelib.projects.store import Project, create_project, next_project_id, set_project_role
from chalicelib.releases.store import record_releases
from chalicelib.times import format_time, utc_now
from tests.api_client import PASSWORD
from tests.flow.stage_events import error_event, group_at_once, message_of
from tests.unit.artifacts.made_bundles import app_bundle

ROLES = {"owner": "owner", "admin": "admin", "member": "member", "reader": "member", "project_admin": "member"}
GROUPED_WITHIN_SECONDS = 30
# Callers whose requests change nothing, whatever the route.
NEVER_ADMITTED = {"nobody", "expired", "bare"}
PROJECT_ROLES = {"reader": "read", "project_admin": "admin"}


@dataclass
class World:
    """*shared* holds the path values that requests do not use up.

    *url* is a running stack's, whose tables the world is made in; without it everything happens in this process.
    *first* keeps worlds apart that share a stack.
    """

    url: str | None = None
    first: int = 0
    users: dict[str, User] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    tokens: dict[tuple[str, ...], str] = field(default_factory=dict)
    numbers: Any = field(init=False)
    acme: str = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = itertools.count(self.first)
        self.acme = f"acme-{self.first}"
        for name in (*ROLES, "stranger"):
            self.users[name] = self.new_user(f"{name}-{self.first}@example.com")
        self.new_organization(f"elsewhere-{self.first}", {"stranger": "owner"})
        self.new_organization(self.acme, ROLES)
        self.shared |= {"org_slug": self.acme, **self.new_project(self.acme)}
        self.shared["issue_id"] = self.new_issue("shared")
        self.shared["event_id"] = self.shared["last_event_id"]
        self.shared |= {"user": "me", "team_slug": "everyone"}
        self.shared["attachment_id"] = self.new_attachment()

    def credential(self, caller: str, access: str) -> str | None:
        """What *caller* sends as Bearer."""
        if caller == "nobody":
            return None
        if caller == "bare":
            return self.token("event:read" if not access.startswith("event") else "org:read")
        if caller == "scoped":
            return self.token(*([access] if access in ALL_SCOPES else ALL_SCOPES))
        if caller not in self.sessions:
            self.sessions[caller] = self.new_session(caller)
        return self.sessions[caller]

    def new_session(self, caller: str) -> str:
        """A session of the caller's own, for requests that end it."""
        name = "owner" if caller == "expired" else caller
        at = utc_now() - timedelta(hours=1) if caller == "expired" else utc_now()
        session = start_session(self.users[name].user_id, None, "127.0.0.1", utc_now())
        return issue_access_token(session.user_id, session.session_id, at)

    def acting(self, caller: str) -> User:
        return self.users[caller if caller in self.users else "owner"]

    def values(self, method: str, path: str, caller: str) -> dict[str, str]:
        """Values for the path's variables. What the request may use up is made for it alone."""
        wanted = re.findall(r"{(\w+)}", path)
        values = {name: self.shared[name] for name in wanted if name in self.shared}
        uses_up = method != "GET" and caller not in NEVER_ADMITTED
        if uses_up and path == "/organizations/{org_slug}" and method == "DELETE":
            values["org_slug"] = self.new_organization(f"org-{next(self.numbers)}", ROLES)
        if uses_up and path.endswith("/{project_slug}") and method == "DELETE":
            values["project_slug"] = self.new_project(self.acme)["project_slug"]
        if uses_up and path.endswith("/{issue_id}") and method == "DELETE":
            values["issue_id"] = self.new_issue(f"Kind{next(self.numbers)}")
        if uses_up and path.endswith("/export"):
            # An organization has few exports under way at a time, and nobody finishes these.
            values |= self.new_project(self.new_organization(f"org-{next(self.numbers)}", ROLES))
        for name in wanted:
            maker = getattr(self, f"_new_{name}", None)
            if maker is not None and uses_up:
                values[name] = maker(caller, values, path)
            elif maker is not None:
                if name not in self.made:
                    self.made[name] = maker(caller, values, path)
                values[name] = self.made[name]
        return values

    def new_attachment(self) -> str:
        file = NewAttachment("a.txt", "text/plain", "event.attachment", b"hello")
        project_id, event_id = self.shared["project_id"], self.shared["event_id"]
        store_attachments(project_id, event_id, [file], received_at=format_time(utc_now()), retention_days=7)
        return file.attachment_id

    def _new_bundle_id(self, caller: str, values: dict[str, str], path: str) -> str:
        content = app_bundle(url=f"~/{next(self.numbers)}.js")
        bundle_id, organization_id = sha1_of(content), f"id-{self.acme}"
        store_chunk(organization_id, bundle_id, content)
        project_ids = [self.shared["project_id"]]
        assemble_bundle(organization_id, checksum=bundle_id, chunks=[bundle_id], project_ids=project_ids)
        assemble(organization_id, bundle_id)
        return bundle_id

    def new_user(self, email: str) -> User:
        now = format_time(utc_now())
        hashed = hash_password(PASSWORD)
        user = User(str(uuid.uuid4()), email, email.partition("@")[0], hashed, created_at=now, updated_at=now)
        create_user(user)
        return user

    def new_organization(self, slug: str, roles: dict[str, str]) -> str:
        now = format_time(utc_now())
        organization = Organization(f"id-{slug}", slug, slug, created_at=now, updated_at=now)
        owner, *others = roles
        create_organization(organization, self.users[owner].user_id)
        for name in others:
            create_member(Member(f"id-{slug}", self.users[name].user_id, roles[name], now))  # type: ignore[arg-type]
        return slug

    def new_project(self, org_slug: str) -> dict[str, str]:
        project_id = next_project_id()
        slug = f"web-{project_id}"
        key = new_key(project_id, f"id-{org_slug}", "Default")
        create_project(Project(project_id, f"id-{org_slug}", slug, slug, key.public_key), key)
        for name, role in PROJECT_ROLES.items():
            set_project_role(project_id, self.users[name].user_id, role)  # type: ignore[arg-type]
        return {"project_id": project_id, "project_slug": slug}

    def new_issue(self, kind: str) -> str:
        event_id = uuid.uuid4().hex
        project_id = self.shared["project_id"]
        event = error_event(kind, environment="production")
        self._group(message_of(event, project_id=project_id, event_id=event_id, received_at=utc_now()))
        self.shared["last_event_id"] = event_id
        return get_event(project_id, event_id).row.issue_id

    def _group(self, message: EventMessage) -> None:
        """Have the event grouped: by a worker in this process, or by the running stack's."""
        if self.url is None:
            group_at_once(message)
        else:
            send_event(message)
            wait_for_event(message.project_id, message.event_id)

    def token(self, *scopes: str) -> str:
        """An API token of the owner."""
        if scopes not in self.tokens:
            self.tokens[scopes] = self._create_token(scopes)
        return self.tokens[scopes]

    def _create_token(self, scopes: tuple[str, ...]) -> str:
        text = TOKEN_PREFIX + uuid.uuid4().hex
        user_id = self.users["owner"].user_id
        create_token(ApiToken(str(uuid.uuid4()), user_id, "x", scopes, hash_token(text), "", format_time(utc_now())))
        return text

    def new_link(self, purpose: Any) -> str:
        """A mailed token for somebody new."""
        user = get_user(self.new_user(f"u{next(self.numbers)}@example.com").user_id)
        return sign(purpose, user.user_id, timedelta(hours=1), utc_now(), state=account_state(purpose, user))

    def _new_user_id(self, caller: str, values: dict[str, str], path: str) -> str:
        user = self.new_user(f"u{next(self.numbers)}@example.com")
        create_member(Member(f"id-{self.acme}", user.user_id, "member", format_time(utc_now())))
        if "project_slug" in values:
            set_project_role(values["project_slug"].removeprefix("web-"), user.user_id, "read")
        return user.user_id

    _new_member_id = _new_user_id

    def _new_key_id(self, caller: str, values: dict[str, str], path: str) -> str:
        project_id = values["project_slug"].removeprefix("web-")
        key = new_key(project_id, f"id-{self.acme}", "Second")
        create_project_key(project_id, key)
        return key.key_id

    def _new_invitation_id(self, caller: str, values: dict[str, str], path: str) -> str:
        return self._invite(self.acme, f"u{next(self.numbers)}@example.com").invitation_id

    def _new_token(self, caller: str, values: dict[str, str], path: str) -> str:
        """An invitation for the stranger, to an organization that no other route is tried on."""
        org_slug = self.new_organization(f"org-{next(self.numbers)}", {"owner": "owner"})
        return self._invite(org_slug, self.users["stranger"].email).invitation_id

    def _invite(self, org_slug: str, email: str) -> Invitation:
        number = f"invitation-{next(self.numbers)}"
        now, later = format_time(utc_now()), format_time(utc_now() + timedelta(days=1))
        invited_by = self.users["owner"].user_id
        invitation = Invitation(number, f"id-{org_slug}", email, "member", invited_by, hash_token(number), now, later)
        create_invitation(invitation)
        return invitation

    def _new_session_id(self, caller: str, values: dict[str, str], path: str) -> str:
        return start_session(self.acting(caller).user_id, None, "127.0.0.1", utc_now()).session_id

    def _new_token_id(self, caller: str, values: dict[str, str], path: str) -> str:
        token_id = str(uuid.uuid4())
        user_id = self.acting(caller).user_id
        create_token(ApiToken(token_id, user_id, "x", ("org:read",), uuid.uuid4().hex, "", format_time(utc_now())))
        return token_id

    def _new_comment_id(self, caller: str, values: dict[str, str], path: str) -> str:
        """The owner's comment: nobody else may change it."""
        user_id = self.users["owner"].user_id
        issue = (values["project_id"], values["issue_id"])
        return add_comment(*issue, user_id=user_id, content="hm", now=utc_now()).id

    def _new_rule_id(self, caller: str, values: dict[str, str], path: str) -> str:
        now = format_time(utc_now())
        conditions, actions = {"triggers": ["new_issue"]}, [{"type": "mail", "to": "members", "user_ids": []}]
        rule = AlertRule(str(uuid.uuid4()), "rule", now, now, conditions=conditions, actions=tuple(actions), version=0)
        return put_alert_rule(values["project_id"], rule).id

    def _new_version(self, caller: str, values: dict[str, str], path: str) -> str:
        version = f"1.0.{next(self.numbers)}"
        record_releases(self.shared["project_id"], {version: format_time(utc_now())})
        return version

    def _new_file_id(self, caller: str, values: dict[str, str], path: str) -> str:
        project_ids = [self.shared["project_id"]]
        name = f"~/{next(self.numbers)}.js"
        return store_release_file(f"id-{self.acme}", project_ids, values["version"], name, None, {}, b"1").file_id

    def _new_job_id(self, caller: str, values: dict[str, str], path: str) -> str:
        return create_job(
            f"id-{self.acme}", "export", project_id=None, requested_by=None, arguments={}, now=utc_now()
        ).id

    def _new_key(self, caller: str, values: dict[str, str], path: str) -> str:
        return "environment"


def wait_for_event(project_id: str, event_id: str) -> None:
    deadline = time.monotonic() + GROUPED_WITHIN_SECONDS
    while True:
        try:
            get_event(project_id, event_id)
        except NotFound:
            assert time.monotonic() < deadline, "the event was not grouped in time"
            time.sleep(0.05)
        else:
            return
