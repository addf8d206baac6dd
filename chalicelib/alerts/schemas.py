"""What the routes of alert rules and notification preferences take and answer."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.alerts.channels.webhook import new_secret
from chalicelib.alerts.http_client import UrlRefused, reject_private_host, split_url
from chalicelib.alerts.model import Trigger
from chalicelib.config import settings
from chalicelib.http.schemas import Answer, Body, Moment, Name
from chalicelib.issues.schemas import Level

Environment = Annotated[str, StringConstraints(min_length=1, max_length=64)]
TagText = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
UserId = Annotated[str, StringConstraints(min_length=1, max_length=100)]

MAX_MINUTES = 24 * 60


class TagCondition(Body):
    """*value* may hold stars."""

    key: TagText
    value: TagText


class FrequencyCondition(Body):
    """More than *count* events or users of one issue within *minutes*; looked at every five minutes."""

    count: int = Field(ge=1, le=1_000_000)
    of: Literal["events", "users"] = "events"
    minutes: int = Field(ge=5, le=MAX_MINUTES)


class Conditions(Body):
    """Any of *triggers*, and everything else that is said."""

    triggers: list[Trigger] = Field(min_length=1, max_length=4)
    frequency: FrequencyCondition | None = None
    levels: list[Level] = Field(default_factory=list, max_length=5)
    environments: list[Environment] = Field(default_factory=list, max_length=25)
    tags: list[TagCondition] = Field(default_factory=list, max_length=10)

    @model_validator(mode="after")
    def _frequency_is_given(self) -> Self:
        if ("frequency" in self.triggers) != (self.frequency is not None):
            raise ValueError("the trigger frequency goes with the field frequency")
        return self


class MailAction(Body):
    """Mail to the members who want it, to the issue's assignee, or to certain people."""

    type: Literal["mail"]
    to: Literal["members", "assignee", "people"] = "members"
    user_ids: list[UserId] = Field(default_factory=list, max_length=50)

    @model_validator(mode="after")
    def _people_are_named(self) -> Self:
        if (self.to == "people") != bool(self.user_ids):
            raise ValueError("user_ids go with to = people")
        return self


class _UrlAction(Body):
    url: Url

    @model_validator(mode="after")
    def _url_is_allowed(self) -> Self:
        try:
            split_url(self.url)
            if not settings().allow_private_webhooks:
                reject_private_host(self.url)
        except UrlRefused as error:
            raise ValueError(f"url: {error}") from None
        return self


class SlackAction(_UrlAction):
    type: Literal["slack"]


class DiscordAction(_UrlAction):
    type: Literal["discord"]


class TeamsAction(_UrlAction):
    """*url* is that of a workflow "Post to a channel when a webhook request is received"."""

    type: Literal["teams"]


class MattermostAction(_UrlAction):
    type: Literal["mattermost"]


class GoogleChatAction(_UrlAction):
    type: Literal["google_chat"]


class TelegramAction(_UrlAction):
    """*token* is a bot's, *chat_id* a chat it is in; *url* may be a Bot API server of one's own."""

    type: Literal["telegram"]
    token: Annotated[str, StringConstraints(pattern=r"^\d{3,20}:[\w-]{20,100}$")]
    chat_id: Annotated[str, StringConstraints(pattern=r"^(-?\d{1,20}|@\w{4,64})$")]
    url: Url = "https://api.telegram.org"


class NtfyAction(_UrlAction):
    """*url* ends in the topic, as in https://ntfy.sh/our-errors; *token* is for topics that are protected."""

    type: Literal["ntfy"]
    token: Annotated[str, StringConstraints(max_length=200, pattern=r"^[\x21-\x7e]*$")] = ""

    @model_validator(mode="after")
    def _topic_is_named(self) -> Self:
        if not split_url(self.url).path.strip("/"):
            raise ValueError("url: expected the topic at its end, as in https://ntfy.sh/our-errors")
        return self


Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,100}$")]


class PagerDutyAction(_UrlAction):
    """*key* is the integration key of a service (Events API v2); accounts in Europe have another *url*."""

    type: Literal["pagerduty"]
    key: Key
    url: Url = "https://events.pagerduty.com/v2/enqueue"


class OpsgenieAction(_UrlAction):
    """*key* is that of an API integration; in Europe *url* is https://api.eu.opsgenie.com/v2/alerts."""

    type: Literal["opsgenie"]
    key: Key
    url: Url = "https://api.opsgenie.com/v2/alerts"


class WebhookAction(_UrlAction):
    """A JSON POST, signed: `X-MiniSentry-Signature: t=<seconds>,v1=<hex>`, HMAC-SHA256 of `<seconds>.<body>`.

    It is signed as Standard Webhooks, too: `Webhook-Id`, `Webhook-Timestamp`, `Webhook-Signature`.
    """

    type: Literal["webhook"]
    secret: Annotated[str, StringConstraints(min_length=16, max_length=200)] = Field(default_factory=new_secret)


Action = Annotated[
    MailAction
    | SlackAction
    | DiscordAction
    | TeamsAction
    | MattermostAction
    | GoogleChatAction
    | TelegramAction
    | NtfyAction
    | PagerDutyAction
    | OpsgenieAction
    | WebhookAction,
    Field(discriminator="type"),
]


class AlertRuleBody(Body):
    """A rule that is not active, or muted until some time, sends nothing."""

    name: Name
    is_active: bool = True
    conditions: Conditions
    actions: list[Action] = Field(min_length=1, max_length=10)
    muted_until: Moment | None = None


class AlertRuleAnswer(Answer):
    id: str
    name: str
    is_active: bool
    conditions: dict[str, object]
    actions: list[dict[str, object]]
    muted_until: str | None
    created_at: str
    updated_at: str


class AlertRuleList(Answer):
    data: list[AlertRuleAnswer]


class TestSent(Answer):
    """*id* is the one that receivers will see."""

    id: str


class PreferencesBody(Body):
    """What one wants mail about; no project that is muted sends any."""

    alerts: bool = True
    assigned: bool = True
    mentions: bool = True
    comments: bool = True
    muted_project_ids: list[Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,15}$")]] = Field(
        default_factory=list, max_length=200
    )


class PreferencesAnswer(Answer):
    alerts: bool
    assigned: bool
    mentions: bool
    comments: bool
    muted_project_ids: list[str]
