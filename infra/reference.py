"""Writes docs/configuration.md: every variable that chalicelib/config.py reads, with its default and its meaning.

`python -m infra.reference` writes the file; a test fails when it is not what this writes.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "chalicelib" / "config.py"
PAGE = ROOT / "docs" / "configuration.md"
_READERS = {"get", "_read_flag", "_read_integer"}
_FROM_AWS = {"AWS_REGION", "AWS_DEFAULT_REGION"}

MEANINGS = {
    "MINISENTRY_STAGE": "Part of every AWS name. Set by the deploy.",
    "MINISENTRY_BUCKET_SUFFIX": "Makes bucket names unique in the world. Set by the deploy to the account's number.",
    "MINISENTRY_PUBLIC_URL": "Where people open the dashboard; the API is below it at `/api`. Set by the deploy.",
    "MINISENTRY_INGEST_URL": "The host that DSNs name. Set by the deploy to the ingest edge, else the public URL.",
    "MINISENTRY_REGISTRATION": (
        "Who may make an account: `closed` (holders of the set-up token), `invite` (those, and invited people), "
        "`open` (everybody who finds the page)."
    ),
    "MINISENTRY_RETENTION_DAYS": "How long projects keep events unless their settings say otherwise: 7, 30 or 90.",
    "MINISENTRY_MAIL_FROM": "The sender of mails; an address or domain that SES has verified.",
    "MINISENTRY_MAIL_TRANSPORT": "`ses` sends mails; `log` writes to the log that one would have been sent.",
    "MINISENTRY_EDGE_SECRET": "What CloudFront shows to be believed about the viewer's address. Set by the deploy.",
    "MINISENTRY_CORS_ORIGINS": "Other sites whose pages may call the management API, separated by commas.",
    "MINISENTRY_XRAY": 'Whether aws-xray-sdk is loaded. Set by the deploy from `"xray": true` of the stage.',
    "MINISENTRY_ROUTE_PREFIX": "Where routes are served, too: `/api` for `chalice local`.",
    "MINISENTRY_SELF_REPORT_DSN": "A project of yours that MiniSentry reports its own errors to; none when empty.",
    "MINISENTRY_ALLOW_PRIVATE_WEBHOOKS": "Whether webhooks may point into private networks. Leave it off on AWS.",
    "MINISENTRY_USER_REQUESTS_PER_MINUTE": "How much somebody signed in may ask of the management API.",
    "MINISENTRY_ADDRESS_REQUESTS_PER_MINUTE": "How much an address may ask where nobody is signed in.",
    "MINISENTRY_WORKERS": (
        "How many copies of each worker run at once at most, from 2 on: events as many, jobs 5, notifications 4, "
        "mails 2. See [limits](limits-and-prices.md#accounts-with-ten-executions)."
    ),
    "MINISENTRY_BCRYPT_ROUNDS": "The cost of password hashes, a power of two. Lower it in tests only.",
}
# Defaults that are another setting, or that the code spells as a comparison.
_SPOKEN = {
    "MINISENTRY_INGEST_URL": "the public URL",
    "MINISENTRY_MAIL_TRANSPORT": "`log`",
    "MINISENTRY_STAGE": "`local`; in Lambda the one in the function's name",
}
_HEAD = """# Configuration

Functions read these environment variables (`chalicelib/config.py`). Set them for a stage in `minisentry.json`
under `stages.<stage>.environment_variables`, then run `make deploy`. `make run` takes them from your shell.
What else a stage can be told stands in [deploy.md](deploy.md#choices).

| variable | default | meaning |
|---|---|---|
"""


def find_variables(source: str) -> dict[str, str]:
    """The variables that *source* reads, in its order, with their defaults as text."""
    found: dict[str, str] = {}
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        first = call.args[0] if call.args else None
        if name not in _READERS or not isinstance(first, ast.Constant) or not _is_variable(first.value):
            continue
        found[str(first.value)] = _default(call, name)
    return found


def build_page() -> str:
    """The page. Raises KeyError for a variable that nobody has described."""
    variables = find_variables(CONFIG.read_text())
    rows = (
        f"| `{name}` | {_SPOKEN.get(name, _say(default))} | {MEANINGS[name]} |"
        for name, default in sorted(variables.items())
    )
    return _HEAD + "\n".join(rows) + "\n"


def _is_variable(value: object) -> bool:
    return isinstance(value, str) and value.startswith("MINISENTRY_") and value not in _FROM_AWS


def _default(call: ast.Call, reader: str) -> str:
    given = [*call.args[1:], *(word.value for word in call.keywords if word.arg == "default")]
    if reader == "_read_flag":
        return "false"
    return ast.unparse(given[0]).strip("'\"") if given else ""


def _say(default: str) -> str:
    return f"`{default}`" if default else "(empty)"


if __name__ == "__main__":
    PAGE.write_text(build_page())
