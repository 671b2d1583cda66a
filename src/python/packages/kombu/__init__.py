"""kombu of the sandbox: the declarations that a Celery program uses (queues, exchanges, bindings)."""

from celery._missing import attributes_of
from kombu.entity import Exchange, Queue, binding
from kombu.utils.uuid import uuid

__version__ = '5.6.2'
VERSION = (5, 6, 2)
__all__ = ['Exchange', 'Queue', 'binding', 'uuid']
__getattr__ = attributes_of(__name__)
