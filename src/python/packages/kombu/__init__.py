"""kombu of the sandbox: queues, exchanges and bindings, and messages that are no tasks."""

from celery._missing import attributes_of
from kombu.common import eventloop
from kombu.connection import BrokerConnection, Connection, parse_url
from kombu.entity import Exchange, Queue, binding
from kombu.message import Message
from kombu.messaging import Consumer, Producer
from kombu.pools import connections, producers
from kombu.utils.uuid import uuid

__version__ = '5.6.2'
VERSION = (5, 6, 2)
__all__ = [
    'BrokerConnection',
    'Connection',
    'Consumer',
    'Exchange',
    'Message',
    'Producer',
    'Queue',
    'binding',
    'connections',
    'eventloop',
    'parse_url',
    'producers',
    'uuid',
]
__getattr__ = attributes_of(__name__)
