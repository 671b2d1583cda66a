"""Tasks for tests."""

from __future__ import annotations

from celery import _bridge
from celery.app.base import shared_task

__all__ = ['ping']

# Each process knows the task by itself.
_bridge.import_anew(__name__)


@shared_task(name='celery.ping')
def ping() -> str:
    """Says that a worker is there."""
    return 'pong'
