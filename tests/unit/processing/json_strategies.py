"""Any JSON, and JSON that comes close to an event: known names with values of any kind."""

from typing import Any

from hypothesis import strategies as st

SURROGATES = st.sampled_from(["\ud800", "a\udfff", "\ud83d\ude00", "\x00", "é" * 300, "x" * 700, "{{auto}}", "…"])
TEXTS = st.one_of(
    st.text(max_size=20),
    SURROGATES,
    st.sampled_from(
        [
            "http://u:p@h/p?a=1&token=2#f",
            "a=1&b=2",
            '{"a": [1, {"b": null}]}',
            '"5"',
            "NaN",
            "TypeError: boom",
            "hi %s %(a)s {} {0}",
            "2026-11-23T01:56:07Z",
            "2026-11-23 01:56",
            "9ec79c33-ec99-42ab-8353-589fcb2e04dc",
            "::1",
            "a=b; c",
            "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0.0.0",
            "4111 1111 1111 1111",
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(-5, 50),
    st.sampled_from([2**53, 2**63, 2**64, -(2**70), 10**400]),
    st.floats(allow_nan=True, allow_infinity=True),
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(TEXTS, st.integers(), st.none()), inner, max_size=4)
    ),
    max_leaves=12,
)


def near(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object with some of these fields, each either as it should be or anything at all."""
    mixed = {name: st.one_of(strategy, ANY_JSON) for name, strategy in fields.items()}
    return st.one_of(ANY_JSON, st.fixed_dictionaries({}, optional=mixed))


FRAME = near(
    function=TEXTS,
    raw_function=TEXTS,
    module=TEXTS,
    filename=TEXTS,
    abs_path=TEXTS,
    platform=TEXTS,
    lineno=NUMBERS,
    in_app=st.booleans(),
    context_line=TEXTS,
    pre_context=st.lists(ANY_JSON, max_size=3),
    vars=ANY_JSON,
    data=near(sourcemap=TEXTS, orig_in_app=NUMBERS),
    instruction_addr=TEXTS,
)
TRACE = near(frames=st.lists(FRAME, max_size=4), registers=ANY_JSON)
MECHANISM = near(
    type=TEXTS,
    handled=st.booleans(),
    synthetic=st.booleans(),
    exception_id=st.integers(0, 3),
    parent_id=st.integers(0, 3),
    is_exception_group=st.booleans(),
    meta=near(ns_error=near(domain=TEXTS, code=NUMBERS)),
)
EXCEPTION = near(type=TEXTS, value=ANY_JSON, module=TEXTS, stacktrace=TRACE, mechanism=MECHANISM)
VALUES = st.one_of(st.lists(EXCEPTION, max_size=4), near(values=st.lists(EXCEPTION, max_size=4)))
PAIRS = st.one_of(st.lists(st.lists(ANY_JSON, min_size=2, max_size=2), max_size=4), ANY_JSON)
REQUEST = near(
    url=TEXTS,
    method=TEXTS,
    data=ANY_JSON,
    query_string=PAIRS,
    cookies=PAIRS,
    headers=PAIRS,
    env=near(REMOTE_ADDR=TEXTS),
    fragment=TEXTS,
)
USER = near(id=SCALARS, email=TEXTS, username=TEXTS, ip_address=TEXTS, data=ANY_JSON, geo=ANY_JSON)
CONTEXTS = near(
    trace=near(trace_id=TEXTS, span_id=TEXTS, status=TEXTS, parent_span_id=TEXTS),
    os=near(name=TEXTS, raw_description=TEXTS),
    runtime=near(name=TEXTS, raw_description=TEXTS),
    response=near(data=TEXTS, headers=PAIRS),
    device=near(family=TEXTS, model=TEXTS),
)
NEAR_EVENT = st.fixed_dictionaries(
    {},
    optional={
        "event_id": SCALARS,
        "level": SCALARS,
        "platform": st.one_of(st.sampled_from(["python", "javascript", "java", "native", "php", "ruby"]), ANY_JSON),
        "timestamp": SCALARS,
        "logger": ANY_JSON,
        "transaction": ANY_JSON,
        "release": ANY_JSON,
        "dist": ANY_JSON,
        "environment": ANY_JSON,
        "server_name": ANY_JSON,
        "message": st.one_of(TEXTS, near(message=TEXTS, params=ANY_JSON, formatted=TEXTS)),
        "logentry": near(message=TEXTS, params=ANY_JSON, formatted=TEXTS),
        "exception": VALUES,
        "threads": VALUES,
        "stacktrace": TRACE,
        "template": near(filename=TEXTS, context_line=TEXTS),
        "request": REQUEST,
        "user": USER,
        "tags": PAIRS,
        "extra": ANY_JSON,
        "contexts": CONTEXTS,
        "breadcrumbs": st.one_of(
            st.lists(near(timestamp=SCALARS, message=TEXTS, data=ANY_JSON, level=SCALARS)), ANY_JSON
        ),
        "fingerprint": st.one_of(st.lists(SCALARS, max_size=3), st.just(["{{ default }}", "{{ type }}"]), ANY_JSON),
        "modules": ANY_JSON,
        "sdk": ANY_JSON,
        "debug_meta": near(images=st.lists(near(type=st.just("sourcemap"), debug_id=TEXTS, image_addr=SCALARS))),
        "csp": near(effective_directive=TEXTS, blocked_uri=TEXTS, document_uri=TEXTS),
        "expectct": near(hostname=TEXTS),
        "checksum": ANY_JSON,
        "errors": ANY_JSON,
        "_meta": ANY_JSON,
        "unknown": ANY_JSON,
    },
)
