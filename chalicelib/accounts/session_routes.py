"""One's own sessions: which devices are signed in, and signing one out."""

from chalicelib.accounts.schemas import SessionAnswer, session_answer
from chalicelib.accounts.sessions import end_session, find_session, list_sessions
from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.pagination import page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery

routes = Resource(__name__, tag="Sessions")


@routes.endpoint("GET", "/auth/sessions", access="session")
def get_sessions(actor: Actor, query: PageQuery) -> Page[SessionAnswer]:
    """The newest of one's own sessions, last used first."""
    sessions = list_sessions(actor.user_id)[: query.limit]
    return page_of([session_answer(session, actor.session_id) for session in sessions])


@routes.endpoint("DELETE", "/auth/sessions/{session_id}", access="session")
def remove_session(actor: Actor, session_id: str) -> None:
    """Sign a device out. Its access token stops within a minute."""
    if find_session(actor.user_id, session_id) is None:
        raise NotFound("No such session")
    end_session(actor.user_id, session_id)
