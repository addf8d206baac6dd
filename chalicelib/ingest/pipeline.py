"""From a request to messages on the queue, as lists of steps: admit the sender, read the body, spend, send, count.

Ends in an Answer, or in one of our errors, whose reason has been counted when the project is known.
"""

from chalicelib.aws.metering import metered
from chalicelib.errors import BadRequest, UnsupportedMedia
from chalicelib.events.attachments import store_attachments
from chalicelib.ingest.admission import Admission, admit
from chalicelib.ingest.contents import Contents, KeptItem, keep_event, sort_items
from chalicelib.ingest.outcomes import outcomes
from chalicelib.ingest.quotas import leases
from chalicelib.ingest.report_dialog import build_script, read_report, require_event_id
from chalicelib.ingest.request import IngestRequest
from chalicelib.ingest.responses import Answer, answer_gif, answer_id, answer_script, error_header, silence_header
from chalicelib.messages import EventMessage, send_event
from chalicelib.projects.statistics import DISCARDED_PREFIX
from chalicelib.protocol.auth import parse_dsn_sender, parse_sender, require_sender
from chalicelib.protocol.encoding import inflate
from chalicelib.protocol.envelope import BodyReader, EnvelopeHeader, read_envelope_header
from chalicelib.protocol.limits import MAX_ENVELOPE_BYTES, MAX_REPORT_BYTES, SECURITY, TRANSACTION, silenced_names
from chalicelib.protocol.payload import new_event_id
from chalicelib.protocol.security import parse_reports, reject_other_types
from chalicelib.protocol.store import decode_store_body, decode_store_query

# What a REST API makes of bytes that are no UTF-8, when no Content-Type tells it that a body is binary.
REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()
SPOILED_ON_ITS_WAY = (
    "the body was read as text on its way, having no Content-Type: "
    "send to the host that the DSN names, or say application/x-sentry-envelope"
)


def accept_envelope(request: IngestRequest) -> Answer:
    """Pass on events, feedback and attachments; count and drop everything else."""
    reader = BodyReader(inflate(request.body, request.content_encoding, MAX_ENVELOPE_BYTES))
    admission, header = open_envelope(request, reader)
    contents = sort_items(header, reader)
    reject_over_limit(admission, request, contents.count_tokens())
    send_items(admission, request, contents.kept, header.clock_drift(request.now))
    store_files(admission, request, contents)
    count_contents(admission, request, contents)
    reject_broken(contents, request)
    return answer_envelope(contents)


def accept_store(request: IngestRequest) -> Answer:
    """Pass on the one event of a store request."""
    admission = admit(require_sender(request.headers, request.query), request)
    with outcomes().counting_refusals(admission.key.project_id, request.now):
        text = decode_store_body(request.body, request.content_encoding)
    return _accept_event(admission, request, text)


def accept_store_query(request: IngestRequest) -> Answer:
    """Pass on the event in `?sentry_data=`, which pages send as an image and expect one back."""
    admission = admit(require_sender(request.headers, request.query), request)
    with outcomes().counting_refusals(admission.key.project_id, request.now):
        text = decode_store_query(request.query_value("sentry_data") or "")
    _accept_event(admission, request, text)
    return answer_gif()


def accept_security(request: IngestRequest) -> Answer:
    """Pass on a browser's security reports, with the release and environment that the report URL names."""
    admission = admit(require_sender(request.headers, request.query), request)
    with outcomes().counting_refusals(admission.key.project_id, request.now):
        reject_other_types(request.content_type)
        text = b"".join(inflate(request.body, request.content_encoding, MAX_REPORT_BYTES))
        reports, left_out = parse_reports(text, _report_additions(request))
    items = [KeptItem("csp", new_event_id(), report) for report in reports]
    reject_over_limit(admission, request, len(items))
    send_items(admission, request, items)
    count_dropped(admission, request, SECURITY, left_out)
    return answer_id(items[0].event_id if items else None)


def refuse_minidump(request: IngestRequest) -> Answer:
    """Memory dumps need debug files to say anything; native SDKs that unwind on the device send envelopes instead."""
    admission = admit(require_sender(request.headers, request.query), request)
    with outcomes().counting_refusals(admission.key.project_id, request.now):
        raise UnsupportedMedia("Minidumps are not read here: use an SDK backend that unwinds in the process (inproc)")


def answer_report_dialog(request: IngestRequest) -> Answer:
    """The script of the crash-report dialog, for a page that may send with the DSN's key."""
    admit(parse_dsn_sender(request.query_value("dsn")), request)
    return answer_script(build_script(request, require_event_id(request)))


def accept_report_dialog(request: IngestRequest) -> Answer:
    """Pass on what a person wrote into the crash-report dialog."""
    admission = admit(parse_dsn_sender(request.query_value("dsn")), request)
    with outcomes().counting_refusals(admission.key.project_id, request.now):
        report = read_report(request, require_event_id(request))
    reject_over_limit(admission, request, 1)
    send_items(admission, request, [report])
    return answer_id(report.event_id)


def open_envelope(request: IngestRequest, reader: BodyReader) -> tuple[Admission, EnvelopeHeader]:
    """Admit by header or query before a byte of the body is inflated; only without them does the body's DSN speak."""
    sender = parse_sender(request.headers, request.query)
    if sender is None:
        header = read_envelope_header(reader)
        return admit(parse_dsn_sender(header.dsn), request), header
    admission = admit(sender, request)
    with outcomes().counting_refusals(admission.key.project_id, request.now):
        return admission, read_envelope_header(reader)


def reject_over_limit(admission: Admission, request: IngestRequest, events: int) -> None:
    with outcomes().counting_refusals(admission.key.project_id, request.now, events):
        leases().reject_over_limit(admission.key, events, request.now)


def send_items(
    admission: Admission, request: IngestRequest, items: list[KeptItem], clock_drift_seconds: float = 0.0
) -> None:
    for item in items:
        send_event(_build_message(admission, request, item, clock_drift_seconds))
    outcomes().count_accepted(len(items))


def store_files(admission: Admission, request: IngestRequest, contents: Contents) -> None:
    """Keep attachments where the event's own bytes will be; their event may be filtered later, and then they expire."""
    if not (contents.files and contents.event_id):
        return
    key = admission.key
    with metered() as usage:
        usage.units["stored_bytes"] += store_attachments(
            key.project_id,
            contents.event_id,
            contents.files,
            received_at=request.received_at,
            retention_days=key.retention_days,
        )
    outcomes().count_units(key.project_id, usage.whole(), request.now)


def count_contents(admission: Admission, request: IngestRequest, contents: Contents) -> None:
    if not contents.kept:
        outcomes().count_request(admission.key.project_id, request.now)
    for category, amount in contents.dropped.items():
        count_dropped(admission, request, category, amount)
    for reason_and_category, amount in contents.discarded.items():
        outcomes().count(admission.key.project_id, f"{DISCARDED_PREFIX}{reason_and_category}", request.now, amount)
    for refusal in filter(None, (*contents.refusals, contents.broken)):
        outcomes().count_refusal(admission.key.project_id, refusal, request.now)


def count_dropped(admission: Admission, request: IngestRequest, category: str, amount: int) -> None:
    if amount:
        outcomes().count(admission.key.project_id, f"dropped:{category}", request.now, amount)


def reject_broken(contents: Contents, request: IngestRequest) -> None:
    """A broken form is always an error; a refused item is one only when no event came with it."""
    if contents.broken is not None:
        if not request.content_type and REPLACEMENT in request.body:
            raise BadRequest(f"{contents.broken.message}; {SPOILED_ON_ITS_WAY}")
        raise contents.broken
    if contents.refusals and not contents.kept:
        raise contents.refusals[0]


def answer_envelope(contents: Contents) -> Answer:
    reasons = error_header(contents.refusals[0].message) if contents.refusals else {}
    return answer_id(contents.event_id, {**silence_header(silenced_names(contents.dropped)), **reasons})


def _accept_event(admission: Admission, request: IngestRequest, text: bytes) -> Answer:
    with outcomes().counting_refusals(admission.key.project_id, request.now):
        event = keep_event(text, "event")
    if event is None:
        outcomes().count_request(admission.key.project_id, request.now)
        count_dropped(admission, request, TRANSACTION, 1)
        return answer_id(None)
    reject_over_limit(admission, request, 1)
    send_items(admission, request, [event])
    return answer_id(event.event_id)


def _build_message(
    admission: Admission, request: IngestRequest, item: KeptItem, clock_drift_seconds: float
) -> EventMessage:
    key = admission.key
    return EventMessage(
        project_id=key.project_id,
        organization_id=key.organization_id,
        key_id=key.key_id,
        event_id=item.event_id,
        received_at=request.received_at,
        kind=item.kind,
        body=item.body,
        client_ip=request.client_ip,
        user_agent=request.user_agent,
        sdk=item.sdk or admission.client,
        retention_days=key.retention_days,
        is_sampled=key.degrade == "sample",
        clock_drift_seconds=clock_drift_seconds,
    )


def _report_additions(request: IngestRequest) -> dict[str, str]:
    names = {"release": "sentry_release", "environment": "sentry_environment"}
    values = {name: request.query_value(parameter) for name, parameter in names.items()}
    return {name: value for name, value in values.items() if value}
