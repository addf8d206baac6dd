"""What most events have in common, told to the compressor beforehand: names of fields and of usual values.

A frame names its dictionary by number. Numbers are for ever: a better dictionary gets a new one, old ones stay.
"""

from functools import cache

from chalicelib import zstd

# The most telling text comes last: what is near costs least to refer to.
EVENT_FIELDS = (
    b'{"event":{"dist":null,"modules":{"django":"5.1.2","requests":"2.32.3","sentry-sdk":"2.","urllib3":"2."},"ext'
    b'ra":{"sys.argv":["/app/manage.py"]},"breadcrumbs":{"values":[{"timestamp":1795413600.0,"type":"default","cat'
    b'egory":"console","level":"info","message":"","data":{"arguments":[""],"logger":"console"}},{"timestamp":1795'
    b'413600.0,"type":"http","category":"httplib","level":"info","data":{"url":"https://","method":"GET","status_c'
    b'ode":200,"reason":"OK","http.query":""}},{"category":"ui.click","message":"body > div#root > button.btn"},{"'
    b'type":"navigation","category":"navigation","data":{"from":"/","to":"/"}},{"type":"query","category":"query",'
    b'"message":"SELECT * FROM WHERE id = %s"}]},"contexts":{"trace":{"trace_id":"","span_id":"","parent_span_id":'
    b'"","op":"http.server","status":"internal_error","type":"trace"},"runtime":{"runtime":"CPython 3.12.4","name"'
    b':"CPython","version":"3.12.4","build":"","type":"runtime"},"browser":{"browser":"Chrome 142.0.0","name":"Chr'
    b'ome","version":"142.0.0","type":"browser"},"client_os":{"os":"Windows >=10","name":"Windows","version":">=10'
    b'","type":"os"},"os":{"name":"Linux","version":"","kernel_version":""},"device":{"family":"Mac","model":"Mac"'
    b',"brand":"Apple","arch":"x86_64","type":"device"},"app":{"app_start_time":"","app_memory":0},"cloud_resource'
    b'":{},"culture":{"locale":"en-US","timezone":"Europe/Berlin"}},"request":{"url":"https://","method":"GET","da'
    b'ta":{},"query_string":[["page","1"]],"cookies":[["sessionid","[Filtered]"]],"headers":[["Accept","*/*"],["Ac'
    b'cept-Encoding","gzip, deflate, br"],["Accept-Language","en-US,en;q=0.9"],["Authorization","[Filtered]"],["Co'
    b'ntent-Type","application/json"],["Cookie","[Filtered]"],["Host",""],["Referer","https://"],["User-Agent","Mo'
    b"zilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.3"
    b'6"],["X-Forwarded-For",""]],"env":{"REMOTE_ADDR":"127.0.0.1","SERVER_NAME":"","SERVER_PORT":"80"},"inferred_'
    b'content_type":"application/json"},"user":{"id":"","email":"@example.com","ip_address":"","username":"","name'
    b'":"","geo":{"country_code":"US","city":"","region":"United States"}},"threads":{"values":[{"id":"","name":"M'
    b'ainThread","crashed":true,"current":true,"stacktrace":{"frames":[]}}]},"exception":{"values":[{"type":"TypeE'
    b'rror","value":"Cannot read properties of undefined (reading \'\')","module":"builtins","mechanism":{"type":"on'
    b'error","handled":false,"exception_id":0,"parent_id":0,"source":"__cause__"},"stacktrace":{"frames":[{"functi'
    b'on":"get_response","raw_function":"","module":"django.core.handlers.base","filename":"django/core/handlers/b'
    b'ase.py","abs_path":"/usr/local/lib/python3.12/site-packages/django/core/handlers/base.py","lineno":1,"colno"'
    b':1,"pre_context":["    def __call__(self, request):","        if response is None:","            return","  '
    b'      try:"],"context_line":"            response = get_response(request)","post_context":["        except E'
    b'xception as e:","            raise","        else:",""],"in_app":false,"vars":{"self":"<","request":"<WSGIRe'
    b'quest: GET \'/\'>","args":[],"kwargs":{}},"data":{"orig_in_app":-1}},{"function":"<anonymous>","filename":"/st'
    b'atic/js/main.js","abs_path":"https://","lineno":1,"colno":1,"in_app":true,"pre_context":["  const "],"post_c'
    b'ontext":["  }"]}]}}]},"sdk":{"name":"sentry.python.django","version":"2.","integrations":["argv","atexit","d'
    b'edupe","excepthook","logging","modules","stdlib","threading","BrowserApiErrors","Breadcrumbs","GlobalHandler'
    b's","HttpContext","InboundFilters","LinkedErrors"],"packages":[{"name":"pypi:sentry-sdk","version":"2."},{"na'
    b'me":"npm:@sentry/browser","version":"10."}]},"logentry":{"message":"","params":[],"formatted":""},"transacti'
    b'on":"/","transaction_info":{"source":"url"},"tags":[["server_name",""],["environment","production"],["releas'
    b'e",""],["level","error"]],"server_name":"","release":"","environment":"production","level":"error","version"'
    b':"7","type":"error","logger":"","platform":"javascript","timestamp":1795413600.0,"received":1795413600.0,"pr'
    b'oject":1,"event_id":"'
)
SUMMARY_FIELDS = (
    b'{"occurred_at":"2026-11-23T06:00:00.000Z","level":"error","title":"TypeError: ","message":"Cannot read prope'
    b'rties of undefined (reading \'","environment":"production","release":"1.0.0","transaction":"/api/","user":"@e'
    b'xample.com","platform":"javascript","tags":[["server_name","web-1"],["url","https://"],["user","id:"],["mech'
    b'anism","onerror"],["mechanism","generic"],["handled","yes"],["handled","no"],["browser","Chrome 142.0.0"],["'
    b'browser.name","Chrome"],["browser","Firefox 146.0"],["browser.name","Firefox"],["client_os","Windows 10"],["'
    b'client_os.name","Windows"],["os","macOS 15"],["os.name","macOS"],["os","Linux"],["os.name","Linux"],["device'
    b'","Mac"],["device.family","Mac"],["runtime","CPython 3.12.4"],["runtime.name","CPython"],["runtime","node v2'
    b'2"],["runtime.name","node"],["sdk.name","sentry.javascript.browser"],["sdk.name","sentry.javascript.node"],['
    b'"sdk.name","sentry.python"],["environment","production"],["release","1.0.0"],["level","error"],["transaction'
    b'","/"]]}'
)
EVENT_DICTIONARY = 1
SUMMARY_DICTIONARY = 2


def compress(content: bytes, dictionary: int, level: int) -> bytes:
    """*content* with the number of its dictionary in front."""
    return bytes((dictionary,)) + _compressor(dictionary, level).compress(content, zstd.ZstdCompressor.FLUSH_FRAME)


def decompress(packed: bytes) -> bytes:
    return zstd.decompress(packed[1:], zstd_dict=_dictionary(packed[0]).as_digested_dict)


@cache
def _compressor(dictionary: int, level: int) -> zstd.ZstdCompressor:
    """Making one takes longer than most of what it compresses; threads may share it."""
    return zstd.ZstdCompressor(level, zstd_dict=_dictionary(dictionary).as_digested_dict)


@cache
def _dictionary(number: int) -> zstd.ZstdDict:
    return zstd.ZstdDict({EVENT_DICTIONARY: EVENT_FIELDS, SUMMARY_DICTIONARY: SUMMARY_FIELDS}[number], is_raw=True)
