"""One HTTP exchange with a simulated service, for the packages that have the shape of an HTTP library."""

import json as _json
from urllib.parse import urlencode, urlsplit

from . import _services


class NoAnswer(Exception):
    """No response came: `outcome` says how it ended, `error` what a socket would raise."""

    def __init__(self, outcome, host, error):
        super().__init__(outcome)
        self.outcome, self.host, self.error = outcome, host, error


class Exchange:
    """A response as it came."""

    def __init__(self, status, reason, value):
        self.status = status
        self.reason = reason
        self.headers = {} if value is None else {'content-type': 'application/json'}
        self.body = b'' if value is None else _json.dumps(value).encode()


def with_params(url, params):
    """The URL with these parameters after its question mark."""
    if not params:
        return url
    pairs = params.items() if hasattr(params, 'items') else params
    written = urlencode([(name, value) for name, value in pairs if value is not None], doseq=True)
    return f'{url}{"&" if "?" in url else "?"}{written}'


def body_of(data, json):
    """What the server gets, and the type of content that is told to it."""
    if json is not None:
        # Whatever JSON cannot hold is refused here, as it is by the real libraries.
        return _json.loads(_json.dumps(json)), 'application/json'
    if data is None:
        return None, None
    if isinstance(data, (bytes, bytearray)):
        data = bytes(data).decode('utf-8', 'replace')
    if not isinstance(data, str):
        pairs = data.items() if hasattr(data, 'items') else data
        return {str(name): value if isinstance(value, (int, float, bool)) else str(value) for name, value in pairs}, 'application/x-www-form-urlencoded'
    try:
        return _json.loads(data), None
    except ValueError:
        return data, None


def exchange(method, url, headers, body, timeout):
    """Send a request and wait for the response; raises NoAnswer where none came."""
    parts = urlsplit(url)
    path = parts.path or '/'
    if parts.query:
        path = f'{path}?{parts.query}'
    sent = {name.lower(): str(value) for name, value in (headers or {}).items()}
    host = parts.hostname or ''
    answer = _services.call(
        'http', method.upper(), path, {'headers': sent, 'body': body}, host=host, timeout=timeout, muted_code=200
    )
    if answer['outcome'] != 'answered':
        raise NoAnswer(answer['outcome'], host, _services.connect_error(answer['outcome'], timeout))
    return Exchange(answer['code'], answer['text'], answer['value'])
