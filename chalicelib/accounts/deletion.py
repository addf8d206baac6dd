"""Removes what hangs on a person's account, but not the account: what stops half-way can be asked for again."""

from collections.abc import Iterator
from contextlib import suppress

from chalicelib.accounts.sessions import end_sessions
from chalicelib.accounts.tokens import list_tokens, revoke_token
from chalicelib.aws import keys
from chalicelib.aws.rows import Key, delete_rows, query_rows
from chalicelib.errors import NotFound


def erase_account_rows(user_id: str) -> None:
    """End sessions and API tokens; forget bookmarks, subscriptions and preferences. Doing it twice changes nothing."""
    for token in list_tokens(user_id):
        with suppress(NotFound):
            revoke_token(user_id, token.token_id)
    partition = keys.user(user_id)
    own = [str(row["sk"]) for row in query_rows("core", partition) if row["sk"] != keys.USER]
    # The issues' side goes first: it is found by the person's.
    delete_rows("core", list(_watcher_rows(user_id, own)))
    end_sessions(user_id)
    delete_rows("core", [(partition, sk) for sk in own])


def _watcher_rows(user_id: str, sort_keys: list[str]) -> Iterator[Key]:
    prefix = keys.BOOKMARKS
    for sort_key in sort_keys:
        if sort_key.startswith(prefix):
            project_id, issue_id = sort_key.removeprefix(prefix).split("#")
            yield keys.issue(project_id, issue_id), keys.watcher(user_id)
