"""`python -m chalicelib.api` writes the OpenAPI document to standard output, for the dashboard's generated types."""

import sys

import orjson

from chalicelib.api.service import openapi_document

if __name__ == "__main__":
    sys.stdout.write(orjson.dumps(openapi_document(), option=orjson.OPT_INDENT_2).decode() + "\n")
