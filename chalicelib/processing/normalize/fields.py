"""The fields of an event, each with what reads it, and the names they had before."""

from typing import Final

from chalicelib.processing.names import names
from chalicelib.processing.normalize import attributes, interfaces
from chalicelib.processing.normalize.breadcrumbs import breadcrumbs
from chalicelib.processing.normalize.contexts import contexts
from chalicelib.processing.normalize.debug_images import debug_meta
from chalicelib.processing.normalize.exceptions import exceptions, threads
from chalicelib.processing.normalize.logentry import logentry
from chalicelib.processing.normalize.request import request
from chalicelib.processing.normalize.sdk import sdk
from chalicelib.processing.normalize.size_limit import extra, object_bag, value_bag
from chalicelib.processing.normalize.stacktrace import stacktrace
from chalicelib.processing.normalize.timestamps import timestamp
from chalicelib.processing.normalize.user import user
from chalicelib.processing.normalize.values import Coerce, text_up_to, unsigned

#: Old names of interfaces, by the name they have now. The new name wins, then the longer old one.
ALIASES: Final = {
    "logentry": ("sentry.interfaces.Message", "message"),
    "user": ("sentry.interfaces.User",),
    "request": ("sentry.interfaces.Http",),
    "contexts": ("sentry.interfaces.Contexts",),
    "breadcrumbs": ("sentry.interfaces.Breadcrumbs",),
    "exception": ("sentry.interfaces.Exception",),
    "stacktrace": ("sentry.interfaces.Stacktrace",),
    "template": ("sentry.interfaces.Template",),
    "csp": ("sentry.interfaces.Csp",),
}
OLD_NAMES: Final = frozenset(name for old_names in ALIASES.values() for name in old_names)

#: Fields that a coercer reads and writes on its own; the order is that in which their errors are listed.
FIELDS: Final[dict[str, Coerce]] = {
    "fingerprint": attributes.fingerprint,
    "culprit": text_up_to(200),
    "transaction": attributes.transaction,
    "transaction_info": interfaces.transaction_info,
    "time_spent": unsigned,
    "logentry": logentry,
    "logger": attributes.logger,
    "modules": interfaces.modules,
    "start_timestamp": timestamp,
    "release": attributes.release,
    "dist": attributes.dist,
    "environment": attributes.environment,
    "user": user,
    "request": request,
    "contexts": contexts,
    "breadcrumbs": breadcrumbs,
    "exception": exceptions,
    "stacktrace": stacktrace,
    "template": interfaces.template,
    "threads": threads,
    "extra": extra,
    "debug_meta": debug_meta,
    "sdk": sdk,
    "checksum": text_up_to(128),
    "csp": interfaces.csp,
    "hpkp": interfaces.security_report,
    "expectct": interfaces.security_report,
    "expectstaple": interfaces.security_report,
    "spans": value_bag(7, 16_384),
    "scraping_attempts": value_bag(7, 16_384),
    "ingest_path": value_bag(5, 2048),
    "grouping_config": object_bag(3, 2048),
}
#: Read by steps of their own, or known to the protocol and of no use to an error.
OTHER_FIELDS: Final = OLD_NAMES | names(
    "event_id level version type platform timestamp received server_name site tags errors key_id project "
    "_meta measurements breakdowns metadata repos hashes device applecrashreport _dsc _metrics "
    "_metrics_summary _performance_issues_spans query"
)
