"""Serializers of the program's processes, asked for by the simulation in the middle of an event."""

from json import dumps, loads

from . import _processes

_handlers = {}


def on_coding(encode, decode):
    """Use these for `encode` (serializer, value, compression) and `decode` (payload): both answer with a dict."""
    _handlers.update(encode=encode, decode=decode)


def code(text):
    """Answer one call in the process that it names, or in the main process of its worker; JavaScript calls this,
    also while a body tells something. Nothing in here may wait.
    """
    asked = loads(text)
    name = asked.pop('process')
    handler = _handlers[asked.pop('do')]
    before = _processes.running()
    target = _processes.find(name) or _processes.find(name.partition('/')[0]) or before
    _processes.activate(target)
    try:
        return dumps(target.context.copy().run(lambda: handler(**asked)))
    finally:
        _processes.activate(before)
