"""Small helpers of kombu."""

from celery._missing import attributes_of
from kombu.utils.uuid import uuid

__all__ = ['uuid']
__getattr__ = attributes_of(__name__)
