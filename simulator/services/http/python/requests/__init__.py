"""HTTP with the names of requests; the servers are those that the cluster describes."""

from __future__ import annotations

import datetime
import json as _json
from typing import Any

from _sandbox import _clock, _http
from requests import exceptions as exceptions
from requests.exceptions import (
    ConnectionError,
    ConnectTimeout,
    HTTPError,
    InvalidSchema,
    InvalidURL,
    JSONDecodeError,
    MissingSchema,
    ReadTimeout,
    RequestException,
    Timeout,
    TooManyRedirects,
    URLRequired,
)

__version__ = '2.32.5'


class Response:
    """What a server answered."""

    def __init__(self, url: str, exchange: _http.Exchange, elapsed: datetime.timedelta):
        self.url = url
        self.status_code = exchange.status
        self.reason = exchange.reason
        self.headers = exchange.headers
        self.content = exchange.body
        self.encoding = 'utf-8'
        self.elapsed = elapsed
        self.history: list[Response] = []

    @property
    def ok(self) -> bool:
        """Whether the status is no error."""
        return self.status_code < 400

    def __bool__(self) -> bool:
        return self.ok

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(self.encoding)

    def json(self, **kwargs: Any) -> Any:
        """The body, read as JSON."""
        try:
            return _json.loads(self.content, **kwargs)
        except ValueError as error:
            raise JSONDecodeError(error.msg, error.doc, error.pos) from None

    def raise_for_status(self) -> None:
        """Raise HTTPError where the status is an error: from 400 the client's, from 500 the server's."""
        if 400 <= self.status_code < 600:
            whose = 'Client' if self.status_code < 500 else 'Server'
            text = f'{self.status_code} {whose} Error: {self.reason} for url: {self.url}'
            raise HTTPError(text, response=self)

    def close(self) -> None:
        """Nothing: all of it has come."""

    def __repr__(self) -> str:
        return f'<Response [{self.status_code}]>'


class Session:
    """Requests that have headers in common."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.auth: Any = None
        self.params: dict[str, Any] = {}

    def request(
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        cookies: Any = None,
        files: Any = None,
        auth: Any = None,
        timeout: Any = None,
        allow_redirects: bool = True,
        proxies: Any = None,
        hooks: Any = None,
        stream: Any = None,
        verify: Any = None,
        cert: Any = None,
        json: Any = None,
    ) -> Response:
        """Send a request; `timeout` is in seconds, or a pair for connecting and reading."""
        if '://' not in url:
            raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")
        if not url.lower().startswith(('http://', 'https://')):
            raise InvalidSchema(f'No connection adapters were found for {url!r}')
        url = _http.with_params(_http.with_params(url, self.params), params)
        body, kind = _http.body_of(data, json)
        sent = {**({} if kind is None else {'content-type': kind}), **self.headers, **(headers or {})}
        limit = timeout[1] if isinstance(timeout, tuple) else timeout
        began = _clock.now()
        try:
            exchange = _http.exchange(method, url, sent, body, limit)
        except _http.NoAnswer as none:
            raise _error_of(none, limit) from None
        return Response(url, exchange, datetime.timedelta(microseconds=_clock.now() - began))

    def get(self, url: str, **kwargs: Any) -> Response:
        """Read something."""
        return self.request('GET', url, **kwargs)

    def options(self, url: str, **kwargs: Any) -> Response:
        """Ask what can be done."""
        return self.request('OPTIONS', url, **kwargs)

    def head(self, url: str, **kwargs: Any) -> Response:
        """Read the headers alone."""
        return self.request('HEAD', url, **kwargs)

    def post(self, url: str, data: Any = None, json: Any = None, **kwargs: Any) -> Response:
        """Have something done."""
        return self.request('POST', url, data=data, json=json, **kwargs)

    def put(self, url: str, data: Any = None, **kwargs: Any) -> Response:
        """Put something in its place."""
        return self.request('PUT', url, data=data, **kwargs)

    def patch(self, url: str, data: Any = None, **kwargs: Any) -> Response:
        """Change a part of something."""
        return self.request('PATCH', url, data=data, **kwargs)

    def delete(self, url: str, **kwargs: Any) -> Response:
        """Take something away."""
        return self.request('DELETE', url, **kwargs)

    def close(self) -> None:
        """Nothing: there is no connection to close."""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *args: Any) -> None:
        self.close()


def _error_of(none: _http.NoAnswer, limit: Any) -> RequestException:
    if none.outcome == 'timed out':
        return ReadTimeout(f"HTTPConnectionPool(host='{none.host}', port=80): Read timed out. (read timeout={limit})")
    return ConnectionError(f"HTTPConnectionPool(host='{none.host}', port=80): {none.error}")


def session() -> Session:
    """A new session."""
    return Session()


def request(method: str, url: str, **kwargs: Any) -> Response:
    """Send a request."""
    return Session().request(method, url, **kwargs)


def get(url: str, params: Any = None, **kwargs: Any) -> Response:
    """Read something."""
    return request('GET', url, params=params, **kwargs)


def options(url: str, **kwargs: Any) -> Response:
    """Ask what can be done."""
    return request('OPTIONS', url, **kwargs)


def head(url: str, **kwargs: Any) -> Response:
    """Read the headers alone."""
    return request('HEAD', url, **kwargs)


def post(url: str, data: Any = None, json: Any = None, **kwargs: Any) -> Response:
    """Have something done."""
    return request('POST', url, data=data, json=json, **kwargs)


def put(url: str, data: Any = None, **kwargs: Any) -> Response:
    """Put something in its place."""
    return request('PUT', url, data=data, **kwargs)


def patch(url: str, data: Any = None, **kwargs: Any) -> Response:
    """Change a part of something."""
    return request('PATCH', url, data=data, **kwargs)


def delete(url: str, **kwargs: Any) -> Response:
    """Take something away."""
    return request('DELETE', url, **kwargs)
