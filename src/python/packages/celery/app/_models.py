"""`@app.task(pydantic=True)`: arguments become models, a returned model becomes a dict (rule 4.60)."""

from __future__ import annotations

import functools
import importlib
import inspect
import types
import typing
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from celery.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from celery.app.base import Celery


def with_models(
    app: Celery,
    function: Callable[..., Any],
    name: str,
    strict: bool = False,
    context: dict[str, Any] | None = None,
    dump_kwargs: dict[str, Any] | None = None,
) -> Callable[..., Any]:
    """The function with models made of its arguments, where its annotations name them."""
    try:
        pydantic = importlib.import_module('pydantic')
    except ModuleNotFoundError as missing:
        raise ImproperlyConfigured(
            'You need to install pydantic to use pydantic model serialization.'
        ) from missing
    model: type[Any] = pydantic.BaseModel
    signature = inspect.signature(function)
    hints = _hints(function)
    given = {**(context or {}), 'celery_app': app, 'celery_task_name': name}
    dumped = {'mode': 'json', **(dump_kwargs or {})}

    def kind_of(parameter: str) -> Any:
        return _without_none(hints.get(parameter, signature.parameters[parameter].annotation))

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        for parameter, value in bound.arguments.items():
            kind = kind_of(parameter)
            optional = kind is not hints.get(parameter, signature.parameters[parameter].annotation)
            if _is_kind_of(kind, model) and not (optional and value is None):
                bound.arguments[parameter] = kind.model_validate(value, strict=strict, context=given)
        returned = function(*bound.args, **bound.kwargs)
        result = _without_none(hints.get('return', signature.return_annotation))
        if isinstance(result, type) and isinstance(returned, model) and isinstance(returned, result):
            return returned.model_dump(**dumped)
        return returned

    return wrapper


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(function)
    except (NameError, AttributeError, TypeError):
        return {}


def _without_none(annotation: Any) -> Any:
    """`Model` for `Model | None`; other annotations as they are."""
    if typing.get_origin(annotation) not in (typing.Union, types.UnionType):
        return annotation
    found = [each for each in typing.get_args(annotation) if each is not type(None)]
    return found[0] if len(found) == 1 and len(typing.get_args(annotation)) == 2 else annotation


def _is_kind_of(annotation: Any, model: type[Any]) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, model)
