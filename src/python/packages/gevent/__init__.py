"""The part of gevent that a task in its pool may meet: its timeout, and `sleep`."""

from time import sleep as _sleep

from greenlet import GreenletExit

__all__ = ['GreenletExit', 'Timeout', 'sleep']


class Timeout(BaseException):
    """Raised in a task over its hard time limit."""


def sleep(seconds=0, ref=True):
    """Wait, and let other greenlets run meanwhile."""
    _sleep(seconds)
