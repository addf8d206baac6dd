"""`python -m chalicelib.service` writes the OpenAPI document to standard output, for the dashboard's types."""

import sys

import orjson

import chalicelib.blueprints  # noqa: F401 - the document lists every blueprint, so they come before its own route.
from chalicelib.service.routes import openapi_document

if __name__ == "__main__":
    sys.stdout.write(orjson.dumps(openapi_document(), option=orjson.OPT_INDENT_2).decode() + "\n")
