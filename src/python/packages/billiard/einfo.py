"""What the handlers of a task are told about an exception."""

from __future__ import annotations

import traceback as _traceback

__all__ = ['ExceptionInfo']


class ExceptionInfo:
    """An exception with its traceback as text; `str()` is that text."""

    def __init__(self, exception: BaseException) -> None:
        self.type = type(exception)
        self.exception = exception
        self.tb = exception.__traceback__
        self.traceback = ''.join(_traceback.format_exception(exception))

    def __str__(self) -> str:
        return self.traceback

    def __repr__(self) -> str:
        return f'<ExceptionInfo: {self.exception!r}>'

    @property
    def exc_info(self) -> tuple[type[BaseException], BaseException, str]:
        """The triple (type, exception, traceback text)."""
        return self.type, self.exception, self.traceback
