"""Where older versions have the formatter."""

from pythonjsonlogger.json import RESERVED_ATTRS, JsonFormatter

__all__ = ['RESERVED_ATTRS', 'JsonFormatter']
