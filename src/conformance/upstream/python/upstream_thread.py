"""The session's worker runs in a thread of the tests' process, so it calls the receivers that a test connects.

Here its main process is one of its own: what its signals send is handed on to the receivers of the client.
"""

import logging

from _sandbox import _processes
from celery import _bridge, signals

_OF_THE_WORKER = ('task_received', 'task_revoked', 'task_unknown', 'task_rejected', 'worker_ready')


def share_receivers():
    """Let this process, if it is the worker's main process, call the client's receivers."""
    if _bridge.role() == 'worker':
        for name in _OF_THE_WORKER:
            getattr(signals, name).connect(_hand_on, weak=False)


def _hand_on(sender=None, signal=None, **named):
    client = _processes.find('client')
    memory = None if client is None else client.local.get('celery')
    receivers = [] if memory is None else list(memory.receivers.get(signal.name, ()))
    for each in receivers:
        receiver = each.find()
        if receiver is None or each.sender not in (None, sender):
            continue
        try:
            receiver(sender=sender, signal=signal, **named)
        except Exception as error:
            logging.getLogger('celery.utils.dispatch.signal').exception(
                'Signal handler %r raised: %r', receiver, error
            )
