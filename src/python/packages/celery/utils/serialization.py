"""How exceptions travel: as class name, module and arguments."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterable
from typing import Any

from celery._missing import attributes_of
from kombu.utils.json import to_json

__all__ = ['UnpickleableExceptionWrapper', 'ensure_serializable', 'get_pickleable_exception']
__getattr__ = attributes_of(__name__)

_UNWANTED = (Exception, BaseException, object)


class UnpickleableExceptionWrapper(Exception):
    """Stands for an exception that cannot be built again from its arguments, or whose class is local to a function.

    Its `str()` is what the repr of that exception was.
    """

    def __init__(
        self, exc_module: str, exc_cls_name: str, exc_args: Iterable[Any], text: str | None = None
    ) -> None:
        args = tuple(exc_args)
        self.exc_module = exc_module
        self.exc_cls_name = exc_cls_name
        self.exc_args = args
        self.text = text
        super().__init__(exc_module, exc_cls_name, args, text)

    @classmethod
    def from_exception(cls, exc: BaseException) -> UnpickleableExceptionWrapper:
        """The wrapper of an exception."""
        kind = type(exc)
        return cls(kind.__module__, kind.__name__, ensure_serializable(exc.args), _repr(exc))

    def __str__(self) -> str:
        return str(self.text)


def ensure_serializable(items: Iterable[Any], encoder: Callable[[Any], Any] = to_json) -> tuple[Any, ...]:
    """The items, with the repr in place of each that JSON cannot hold (rule 6.7)."""
    return tuple(_item(item, encoder) for item in items)


def _item(item: Any, encoder: Callable[[Any], Any]) -> Any:
    try:
        encoder(item)
    except Exception:
        return _repr(item)
    return item


def get_pickleable_exception(exc: BaseException) -> BaseException:
    """The exception itself if it survives being written and read again; otherwise the nearest
    base class that does, otherwise a wrapper (rule 5.58).
    """
    if _survives(exc):
        return exc
    for base in type(exc).__mro__:
        if base in _UNWANTED:
            break
        try:
            candidate = base(*exc.args)
        except Exception:
            continue
        if isinstance(candidate, BaseException) and _survives(candidate):
            return candidate
    return UnpickleableExceptionWrapper.from_exception(exc)


def _survives(exc: BaseException) -> bool:
    if type(exc).__reduce__ is BaseException.__reduce__ and not exc.__dict__ and _importable(type(exc)):
        # The usual case without the cost of writing it: the class is called with its arguments.
        if all(isinstance(arg, (str, int, float, bool, type(None))) for arg in exc.args):
            return _callable_with(type(exc), exc.args)
    try:
        pickle.loads(pickle.dumps(exc))
    except Exception:
        return False
    return True


def _importable(kind: type) -> bool:
    return getattr(sys.modules.get(kind.__module__), kind.__qualname__, None) is kind


def _callable_with(kind: type, args: tuple[Any, ...]) -> bool:
    try:
        kind(*args)
    except Exception:
        return False
    return True


def _repr(value: Any) -> str:
    try:
        return repr(value)
    except Exception:
        return f'<Unrepresentable {type(value)!r}>'


def describe(exc: BaseException) -> dict[str, Any]:
    """An exception as the simulation keeps it; its frames are added by whoever has the traceback."""
    kept = get_pickleable_exception(exc)
    kind = type(kept)
    return {
        'type': kind.__qualname__,
        'module': kind.__module__,
        'args': to_json(list(ensure_serializable(kept.args))),
        'repr': _repr(kept),
        'message': _text(kept),
        'frames': [],
    }


def _text(exc: BaseException) -> str:
    try:
        return str(exc)
    except Exception:
        return _repr(exc)


def rebuild(data: Any) -> Any:
    """The exception that stored data stands for (rules 5.58, 6.8); None stays None."""
    if not data or isinstance(data, BaseException):
        return data
    if not isinstance(data, dict) or 'exc_type' not in data:
        raise ValueError('Exception information must include the exception type')
    kind = _exception_class(data.get('exc_module'), data['exc_type'])
    message = data.get('exc_message', '')
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        from celery.exceptions import SecurityError

        raise SecurityError(f'Expected an exception class, got {data["exc_type"]} with payload {message}')
    try:
        return kind(*message) if isinstance(message, (list, tuple)) else kind(message)
    except Exception:
        return Exception(f'{kind}({message})')


def _exception_class(module: str | None, qualname: str) -> Any:
    if module is None:
        return type(qualname, (Exception,), {'__module__': 'celery.backends.base'})
    found: Any = sys.modules.get(module)
    for name in qualname.split('.'):
        found = getattr(found, name, None)
    if found is None:
        return type(qualname, (Exception,), {'__module__': 'celery.exceptions'})
    return found
