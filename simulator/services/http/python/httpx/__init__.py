"""HTTP with the names of httpx; the servers are those that the cluster describes."""

from __future__ import annotations

import json as _json
from typing import Any

from _sandbox import _http

__version__ = '0.28.1'


class HTTPError(Exception):
    """Base of all that a request may raise."""

    def __init__(self, message: str):
        super().__init__(message)
        self.request = None


class RequestError(HTTPError):
    """No response came."""


class TransportError(RequestError):
    """The way to the server is the trouble."""


class TimeoutException(TransportError):
    """It took too long."""


class ConnectTimeout(TimeoutException):
    """No connection came about in time."""


class ReadTimeout(TimeoutException):
    """The server did not answer in time; whether it has done anything, nobody knows."""


class NetworkError(TransportError):
    """The network is the trouble."""


class ConnectError(NetworkError):
    """Nobody listens there."""


class ReadError(NetworkError):
    """The connection broke."""


class UnsupportedProtocol(TransportError):
    """The URL does not begin with http:// or https://."""


class HTTPStatusError(HTTPError):
    """The server answered with an error."""

    def __init__(self, message: str, *, request: Any, response: Response):
        super().__init__(message)
        self.request = request
        self.response = response


class Response:
    """What a server answered."""

    def __init__(self, url: str, exchange: _http.Exchange):
        self.url = url
        self.status_code = exchange.status
        self.reason_phrase = exchange.reason
        self.headers = exchange.headers
        self.content = exchange.body

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()

    @property
    def is_success(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status_code < 300

    @property
    def is_error(self) -> bool:
        """Whether the status is an error."""
        return self.status_code >= 400

    def json(self, **kwargs: Any) -> Any:
        """The body, read as JSON."""
        return _json.loads(self.content, **kwargs)

    def raise_for_status(self) -> Response:
        """Raise HTTPStatusError where the status is no success."""
        if self.is_success:
            return self
        whose = 'Client' if self.status_code < 500 else 'Server'
        text = f"{whose} error '{self.status_code} {self.reason_phrase}' for url '{self.url}'"
        raise HTTPStatusError(text, request=None, response=self)

    def __repr__(self) -> str:
        return f'<Response [{self.status_code} {self.reason_phrase}]>'


class Client:
    """Requests that have an address, headers and a timeout in common."""

    def __init__(self, *, base_url: str = '', headers: Any = None, params: Any = None, timeout: Any = 5.0, **options: Any):
        self.base_url = base_url.rstrip('/')
        self.headers = dict(headers or {})
        self.params = params
        self.timeout = timeout

    def request(
        self,
        method: str,
        url: str,
        *,
        content: Any = None,
        data: Any = None,
        json: Any = None,
        params: Any = None,
        headers: Any = None,
        timeout: Any = ...,
        **options: Any,
    ) -> Response:
        """Send a request; without another `timeout` it waits 5 seconds."""
        whole = url if '://' in url else f'{self.base_url}{url}'
        if not whole.startswith(('http://', 'https://')):
            raise UnsupportedProtocol("Request URL is missing an 'http://' or 'https://' protocol.")
        whole = _http.with_params(_http.with_params(whole, self.params), params)
        body, kind = _http.body_of(content if data is None else data, json)
        sent = {**({} if kind is None else {'content-type': kind}), **self.headers, **(headers or {})}
        limit = self.timeout if timeout is ... else timeout
        try:
            return Response(whole, _http.exchange(method, whole, sent, body, limit))
        except _http.NoAnswer as none:
            raise _error_of(none) from None

    def get(self, url: str, **kwargs: Any) -> Response:
        """Read something."""
        return self.request('GET', url, **kwargs)

    def post(self, url: str, **kwargs: Any) -> Response:
        """Have something done."""
        return self.request('POST', url, **kwargs)

    def put(self, url: str, **kwargs: Any) -> Response:
        """Put something in its place."""
        return self.request('PUT', url, **kwargs)

    def patch(self, url: str, **kwargs: Any) -> Response:
        """Change a part of something."""
        return self.request('PATCH', url, **kwargs)

    def delete(self, url: str, **kwargs: Any) -> Response:
        """Take something away."""
        return self.request('DELETE', url, **kwargs)

    def close(self) -> None:
        """Nothing: there is no connection to close."""

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *args: Any) -> None:
        self.close()


def _error_of(none: _http.NoAnswer) -> TransportError:
    if none.outcome == 'timed out':
        return ReadTimeout('timed out')
    if none.outcome == 'disconnected':
        return ReadError(str(none.error))
    return ConnectError(str(none.error))


def request(method: str, url: str, **kwargs: Any) -> Response:
    """Send a request."""
    return Client().request(method, url, **kwargs)


def get(url: str, **kwargs: Any) -> Response:
    """Read something."""
    return request('GET', url, **kwargs)


def post(url: str, **kwargs: Any) -> Response:
    """Have something done."""
    return request('POST', url, **kwargs)


def put(url: str, **kwargs: Any) -> Response:
    """Put something in its place."""
    return request('PUT', url, **kwargs)


def patch(url: str, **kwargs: Any) -> Response:
    """Change a part of something."""
    return request('PATCH', url, **kwargs)


def delete(url: str, **kwargs: Any) -> Response:
    """Take something away."""
    return request('DELETE', url, **kwargs)
