"""HTTP with the names of urllib.request; the servers are those that the cluster describes."""

from __future__ import annotations

import email.message
import io
import sys
from typing import Any
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlparse, urlsplit

from _sandbox import _http

__all__ = [
    'ContentTooShortError',
    'HTTPError',
    'Request',
    'URLError',
    'quote',
    'unquote',
    'urlencode',
    'urljoin',
    'urlopen',
    'urlparse',
    'urlsplit',
]

_NO_TIMEOUT = object()
_AGENT = f'Python-urllib/{sys.version_info.major}.{sys.version_info.minor}'


class Request:
    """What is asked: an address, and where there is data the data, which must be bytes."""

    def __init__(
        self,
        url: str,
        data: Any = None,
        headers: dict[str, str] = {},
        origin_req_host: str | None = None,
        unverifiable: bool = False,
        method: str | None = None,
    ) -> None:
        self.full_url = url
        self.data = data
        self.headers: dict[str, str] = {}
        for name, value in headers.items():
            self.add_header(name, value)
        if method is not None:
            self.method = method

    @property
    def full_url(self) -> str:
        """The whole address."""
        return self._url

    @full_url.setter
    def full_url(self, url: str) -> None:
        parts = urlsplit(url)
        if not parts.scheme:
            raise ValueError(f'unknown url type: {url!r}')
        self._url = url
        self.type = parts.scheme
        self.host = parts.netloc
        self.selector = (parts.path or '/') + (f'?{parts.query}' if parts.query else '')
        self.fragment = parts.fragment or None

    def get_method(self) -> str:
        """GET, or POST where there is data."""
        return getattr(self, 'method', 'GET' if self.data is None else 'POST')

    def get_full_url(self) -> str:
        """The whole address."""
        return self._url

    def add_header(self, key: str, val: str) -> None:
        """Send this header too."""
        self.headers[key.capitalize()] = val

    def has_header(self, header_name: str) -> bool:
        """Whether it has this header, its name written `Like-this`."""
        return header_name in self.headers

    def get_header(self, header_name: str, default: Any = None) -> Any:
        """The value of a header, its name written `Like-this`."""
        return self.headers.get(header_name, default)

    def remove_header(self, header_name: str) -> None:
        """Do not send this header."""
        self.headers.pop(header_name, None)

    def header_items(self) -> list[tuple[str, str]]:
        """All headers."""
        return list(self.headers.items())


class _Response(io.BytesIO):
    """What a server answered: a file of bytes with status and headers."""

    def __init__(self, url: str, exchange: _http.Exchange) -> None:
        super().__init__(exchange.body)
        self.url = url
        self.status = self.code = exchange.status
        self.reason = self.msg = exchange.reason
        self.headers = _message(exchange)

    def getcode(self) -> int:
        """The status."""
        return self.status

    def geturl(self) -> str:
        """The address that it came from."""
        return self.url

    def info(self) -> email.message.Message:
        """The headers."""
        return self.headers

    def getheader(self, name: str, default: Any = None) -> Any:
        """The value of a header, however its name is written."""
        return self.headers.get(name, default)

    def getheaders(self) -> list[tuple[str, str]]:
        """All headers."""
        return self.headers.items()


def urlopen(url: str | Request, data: Any = None, timeout: Any = _NO_TIMEOUT, *, context: Any = None) -> _Response:
    """Send a request and wait for the response.

    HTTPError where the status is an error (it can be read like a response), URLError where nobody could be
    reached, TimeoutError where no answer came within `timeout` seconds.
    """
    request = url if isinstance(url, Request) else Request(url)
    if data is not None:
        request.data = data
    if request.type not in ('http', 'https'):
        raise URLError(f'unknown url type: {request.type}')
    if isinstance(request.data, str):
        raise TypeError(
            'POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.'
        )
    limit = None if timeout is _NO_TIMEOUT else timeout
    exchange = _exchange(request, limit)
    response = _Response(request.full_url, exchange)
    if 200 <= response.status < 300:
        return response
    raise HTTPError(request.full_url, response.status, response.reason, response.headers, response)


def _exchange(request: Request, limit: Any) -> _http.Exchange:
    body = _body_of(request.data)
    kind = {} if body is None else {'Content-type': 'application/x-www-form-urlencoded'}
    headers = {'User-agent': _AGENT, 'Host': request.host, **kind, **request.headers}
    try:
        return _http.exchange(request.get_method(), request.full_url, headers, body, limit)
    except _http.NoAnswer as none:
        # Connected, and then nothing came: that error is not wrapped.
        if none.outcome == 'timed out' and limit is not None:
            raise none.error from None
        raise URLError(none.error) from none.error


def _body_of(data: Any) -> Any:
    if data is None:
        return None
    raw = data.read() if hasattr(data, 'read') else data if isinstance(data, (bytes, bytearray)) else b''.join(data)
    body, _ = _http.body_of(bytes(raw), None)
    pairs = parse_qsl(body) if isinstance(body, str) else []
    return dict(pairs) if pairs else body


def _message(exchange: _http.Exchange) -> email.message.Message:
    made = email.message.Message()
    for name, value in exchange.headers.items():
        made[name] = value
    return made
