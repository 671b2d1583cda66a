"""kombu of the sandbox: queues, exchanges and bindings, and a look at the broker of the cluster."""

from celery._missing import attributes_of
from kombu.connection import Connection
from kombu.entity import Exchange, Queue, binding
from kombu.message import Message
from kombu.messaging import Consumer, Producer
from kombu.utils.uuid import uuid

__version__ = '5.6.2'
VERSION = (5, 6, 2)
__all__ = ['Connection', 'Consumer', 'Exchange', 'Message', 'Producer', 'Queue', 'binding', 'uuid']
__getattr__ = attributes_of(__name__)
