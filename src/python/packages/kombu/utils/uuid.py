"""New ids."""

from celery.utils import uuid

__all__ = ['uuid']
