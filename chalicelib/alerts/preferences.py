"""What a user wants mail about. One row each; without one, everything."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from pynamodb.attributes import BooleanAttribute, JSONAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord


class PreferencesRecord(CoreRecord):
    alerts = BooleanAttribute(default=True)
    assigned = BooleanAttribute(default=True)
    mentions = BooleanAttribute(default=True)
    comments = BooleanAttribute(default=True)
    muted_project_ids = JSONAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Preferences:
    """*alerts*: what alert rules tell to members. The rest: issues assigned, mentions, comments on what one follows."""

    alerts: bool = True
    assigned: bool = True
    mentions: bool = True
    comments: bool = True
    muted_project_ids: tuple[str, ...] = ()


def list_preferences(user_ids: Sequence[str]) -> dict[str, Preferences]:
    """The preferences of each user. One read per 100."""
    wanted = {keys.user(user_id): user_id for user_id in user_ids}
    found = {user_id: Preferences() for user_id in user_ids}
    pairs = [(pk, keys.NOTIFICATION_PREFERENCES) for pk in wanted]
    for record in PreferencesRecord.batch_get(pairs) if pairs else ():
        found[wanted[record.pk]] = _preferences(record)
    return found


def put_preferences(user_id: str, preferences: Preferences) -> None:
    values = {**asdict(preferences), "muted_project_ids": list(preferences.muted_project_ids)}
    PreferencesRecord(keys.user(user_id), keys.NOTIFICATION_PREFERENCES, **values).save()


def _preferences(record: PreferencesRecord) -> Preferences:
    values = {one.name: getattr(record, one.name) for one in fields(Preferences)}
    return Preferences(**{**values, "muted_project_ids": tuple(record.muted_project_ids or ())})
