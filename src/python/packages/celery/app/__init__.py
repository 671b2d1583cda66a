"""The app."""

from __future__ import annotations

from typing import Any

from celery._missing import attributes_of
from celery._state import get_current_app
from celery.app.base import Celery, shared_task

__all__ = ['Celery', 'app_or_default', 'shared_task']
__getattr__ = attributes_of(__name__)


def app_or_default(app: Any = None) -> Celery:
    """The app, or the current one."""
    return app or get_current_app()
