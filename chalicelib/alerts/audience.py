"""Who gets mail about a project: members who may read it, have an active account, and want it."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.accounts.store import list_users
from chalicelib.alerts.preferences import Preferences, list_preferences
from chalicelib.organizations.members import list_members
from chalicelib.projects.members import list_project_members
from chalicelib.projects.store import Project

PREFERENCE_BY_KIND = {"assigned": "assigned", "mention": "mentions", "comment": "comments"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read the project."""

    user_id: str
    name: str
    email: str
    preferences: Preferences

    def wants(self, kind: str, project_id: str) -> bool:
        """What is meant for one person has a switch of its own; all the rest are alerts."""
        if project_id in self.preferences.muted_project_ids:
            return False
        return bool(getattr(self.preferences, PREFERENCE_BY_KIND.get(kind, "alerts")))


def list_readers(project: Project, among: Iterable[str] | None = None) -> dict[str, Reader]:
    """The readers of *project* by id; only those *among* the given ids, when there are any given."""
    given = {member.user_id for member in list_project_members(project.project_id)}
    allowed = [
        member.user_id
        for member in list_members(project.organization_id)
        if member.role != "member" or member.user_id in given or project.default_access != "none"
    ]
    wanted = allowed if among is None else sorted(set(allowed) & set(among))
    users = {user_id: user for user_id, user in list_users(wanted).items() if user.is_active}
    preferences = list_preferences(list(users))
    return {user_id: Reader(user_id, user.name, user.email, preferences[user_id]) for user_id, user in users.items()}
