"""A web application with the names of Flask: a function for each route.

The visitors of the cluster's service of the kind `web` ask it, each in a thread of its own.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import json as _json
import sys
from collections.abc import Callable
from typing import Any

import _sandbox

_requests: contextvars.ContextVar[Request] = contextvars.ContextVar('request')

_REASONS = {400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed'}


class HTTPException(Exception):
    """Raised by `abort`: the answer is this status."""

    def __init__(self, code: int, description: str | None = None) -> None:
        super().__init__(f'{code} {description or _REASONS.get(code, "")}'.strip())
        self.code = code
        self.description = description or _REASONS.get(code, '')


class Request:
    """What a visitor asks."""

    def __init__(self, method: str, path: str, form: dict[str, Any]) -> None:
        self.method = method
        path, _, query = path.partition('?')
        self.path = path
        #: What follows the question mark.
        self.args: dict[str, str] = dict(pair.partition('=')[::2] for pair in query.split('&') if pair)
        #: The fields that were sent, as text.
        self.form: dict[str, str] = {name: str(value) for name, value in form.items()}
        #: The same, as they were sent.
        self.json: dict[str, Any] = form

    def get_json(self, force: bool = False, silent: bool = False) -> dict[str, Any]:
        """The fields that were sent."""
        return self.json


class _Current:
    def __getattr__(self, name: str) -> Any:
        try:
            found = _requests.get()
        except LookupError:
            raise RuntimeError('Nobody asks here: request is for functions that answer a visitor.') from None
        return getattr(found, name)


#: What the visitor asks whom this thread answers.
request: Any = _Current()


class Response:
    """An answer: a body and a status."""

    def __init__(self, response: Any = None, status: int = 200, headers: Any = None) -> None:
        self.response = response
        self.status_code = status
        self.headers = dict(headers or {})


def jsonify(*args: Any, **kwargs: Any) -> Response:
    """An answer in JSON."""
    value = kwargs if not args else args[0] if len(args) == 1 else list(args)
    return Response(_json.dumps(value))


def abort(code: int, description: str | None = None) -> Any:
    """Answer with this status, and nothing else."""
    raise HTTPException(code, description)


class Flask:
    """An application: its routes."""

    def __init__(self, import_name: str, **options: Any) -> None:
        self.import_name = import_name
        self.config: dict[str, Any] = {}
        self._routes: list[tuple[str, tuple[str, ...], Callable[..., Any]]] = []

    def route(self, rule: str, methods: Any = ('GET',), **options: Any) -> Callable[..., Any]:
        """Let a function answer what is asked at a path, `/users/<name>`."""

        def add(function: Callable[..., Any]) -> Callable[..., Any]:
            self._routes.append((rule, tuple(method.upper() for method in methods), function))
            return function

        return add

    def get(self, rule: str, **options: Any) -> Callable[..., Any]:
        """Let a function answer GET at a path."""
        return self.route(rule, ('GET',))

    def post(self, rule: str, **options: Any) -> Callable[..., Any]:
        """Let a function answer POST at a path."""
        return self.route(rule, ('POST',))

    def put(self, rule: str, **options: Any) -> Callable[..., Any]:
        """Let a function answer PUT at a path."""
        return self.route(rule, ('PUT',))

    def patch(self, rule: str, **options: Any) -> Callable[..., Any]:
        """Let a function answer PATCH at a path."""
        return self.route(rule, ('PATCH',))

    def delete(self, rule: str, **options: Any) -> Callable[..., Any]:
        """Let a function answer DELETE at a path."""
        return self.route(rule, ('DELETE',))

    def _find(self, asked: Request) -> tuple[Callable[..., Any], dict[str, Any]]:
        known = False
        for rule, methods, function in self._routes:
            given = _match(rule, asked.path)
            if given is not None and asked.method in methods:
                return function, given
            known = known or given is not None
        raise HTTPException(405 if known else 404)

    def _answer(self, asked: Request) -> int:
        try:
            function, given = self._find(asked)
            answered = function(**given)
            if inspect.iscoroutine(answered):
                answered = asyncio.run(answered)
        except HTTPException as error:
            return error.code
        if isinstance(answered, Response):
            return answered.status_code
        if isinstance(answered, tuple):
            return next((part for part in answered[1:] if isinstance(part, int)), 200)
        if answered is None:
            raise TypeError(f'{function.__name__}() returned nothing: a visitor needs an answer, such as "done", 200.')
        return 200


def _match(rule: str, path: str) -> dict[str, Any] | None:
    """What the variables of a rule are in a path; None where it is another path."""
    parts, asked = rule.split('/'), path.split('/')
    if len(parts) != len(asked):
        return None
    given: dict[str, Any] = {}
    for part, text in zip(parts, asked):
        if not (part.startswith('<') and part.endswith('>')):
            if part != text:
                return None
            continue
        kind, _, name = part[1:-1].rpartition(':')
        if not text or (kind == 'int' and not text.isdigit()):
            return None
        given[name] = int(text) if kind == 'int' else text
    return given


def _serve(module: str, asked: dict[str, Any]) -> int:
    app = next((one for one in vars(sys.modules[module]).values() if isinstance(one, Flask)), None)
    if app is None:
        raise LookupError(f'{module}.py has no app: write app = Flask(__name__) there.')
    made = Request(asked['method'], asked['path'], asked['form'])
    _requests.set(made)
    return app._answer(made)


_sandbox.on_question('request', _serve)
