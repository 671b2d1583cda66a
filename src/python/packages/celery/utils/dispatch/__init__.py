"""Where signals come from: `from celery.utils.dispatch import Signal`."""

from __future__ import annotations

from celery._missing import attributes_of
from celery.signals import Signal

__all__ = ['Signal']
__getattr__ = attributes_of(__name__)
