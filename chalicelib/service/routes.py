"""What tells about the service itself: its public keys, its OpenAPI document, and the mails of a local stage."""

from functools import cache

import orjson
from chalice.app import Response

from chalicelib import VERSION
from chalicelib import blueprints as api
from chalicelib.accounts.signed_tokens import public_key_set
from chalicelib.alerts.channels.email import list_mails
from chalicelib.config import settings
from chalicelib.errors import NotFound
from chalicelib.http.openapi import build_document
from chalicelib.http.openapi_ingest import ingest_paths
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Answer

PUBLIC_CACHE = {"Cache-Control": "public, max-age=300"}

routes: Resource = Resource(__name__, tag="Service")


class JsonWebKey(Answer):
    kty: str
    n: str
    e: str
    kid: str
    use: str
    alg: str


class KeySetAnswer(Answer):
    keys: list[JsonWebKey]


class MailAnswer(Answer):
    sent_at: str
    recipient: str
    subject: str
    text: str


class MailsAnswer(Answer):
    data: list[MailAnswer]


@routes.endpoint("GET", "/.well-known/jwks.json", access="public", answer=KeySetAnswer)
def get_key_set() -> Response:
    """The public keys that access tokens verify with."""
    return Response({"keys": public_key_set()}, headers=PUBLIC_CACHE)


@routes.endpoint("GET", "/openapi.json", access="public")
def get_openapi() -> Response:
    """This document."""
    return Response(_document_text(), headers=PUBLIC_CACHE)


@routes.endpoint("GET", "/mail", access="public", errors=(NotFound,))
def get_mails() -> MailsAnswer:
    """The mails that a local stage would have sent. Not found anywhere else."""
    if settings().stage != "local" or settings().mail_transport != "log":
        raise NotFound("Mails are sent here, not shown")
    fields = MailAnswer.model_fields
    return MailsAnswer(data=[MailAnswer(**{name: getattr(mail, name) for name in fields}) for mail in list_mails()])


def openapi_document() -> dict[str, object]:
    """The document of this very app."""
    endpoints = [endpoint for resource in api.BLUEPRINTS for endpoint in resource.endpoints]
    return build_document(endpoints, ingest_paths(), VERSION)


@cache
def _document_text() -> str:
    return orjson.dumps(openapi_document()).decode()
