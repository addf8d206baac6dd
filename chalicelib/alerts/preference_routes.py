"""What the caller wants mail about."""

from chalicelib.alerts.schemas import PreferencesAnswer, PreferencesBody
from chalicelib.alerts.store import Preferences, list_preferences, put_preferences
from chalicelib.http.authentication import Actor
from chalicelib.http.resource import Resource

routes = Resource(__name__, tag="notifications")


@routes.endpoint("GET", "/auth/me/notifications", access="session")
def show_preferences(actor: Actor) -> PreferencesAnswer:
    """Show what the caller wants mail about."""
    return _answer(list_preferences([actor.user_id])[actor.user_id])


@routes.endpoint("PUT", "/auth/me/notifications", access="session")
def change_preferences(actor: Actor, body: PreferencesBody) -> PreferencesAnswer:
    """Say what one wants mail about; what is left out is wanted."""
    preferences = Preferences(**{**body.model_dump(), "muted_project_ids": tuple(body.muted_project_ids)})
    put_preferences(actor.user_id, preferences)
    return _answer(preferences)


def _answer(preferences: Preferences) -> PreferencesAnswer:
    return PreferencesAnswer(
        alerts=preferences.alerts,
        assigned=preferences.assigned,
        mentions=preferences.mentions,
        comments=preferences.comments,
        muted_project_ids=list(preferences.muted_project_ids),
    )
