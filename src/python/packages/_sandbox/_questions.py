"""Answers the simulation's questions, one body at a time."""

import gc
import importlib
import sys
import types

from . import _clock, _outcome, _processes, _program, _requests
from ._text import read

# A task body takes at least so long, in microseconds: no real one is instant.
_LEAST_TASK = 1_000

# Garbage is collected once in so many questions, when nobody runs: a finalizer's moment is then fixed.
_COLLECT_EVERY = 500

_handlers = {}
_asked = 0


def reset():
    global _asked
    _asked = 0
    _clock.reset()
    _requests.reset()


def on_question(kind, handler):
    """Register who runs 'task' (name, args, kwargs, request), 'errback' (signature, request, error,
    traceback), 'signal' (name, sender, named), 'command' (method, arguments) 'beat' (what, entry, lastRun) or 'beat-loop' (scheduler) questions, and who is called as 'loaded' (module) once a process has imported its module."""
    _handlers[kind] = handler


def answer(text):
    """Run a body to its end; JavaScript calls this on a stack of its own, which may suspend."""
    _collect_sometimes()
    question = read(text)
    process = _process_of(question)
    _processes.activate(process)
    _clock.reset()
    started = _clock.now()
    try:
        result = process.context.run(_BODIES[question['kind']], process, question)
    except _processes.Dropped:
        return ''
    except BaseException as error:
        if process.dropped:
            return ''
        return _settle(question, started, lambda spent: _outcome.raised(error, spent))
    if process.dropped:
        return ''
    if question['kind'] in ('load', 'errback', 'signal'):
        return _settle(question, started, _outcome.done)
    describe = _outcome.result if question['kind'] == 'task' else _outcome.returned
    return _settle(question, started, lambda spent: describe(result, spent))


def _process_of(question):
    name, thread = question['process'], question.get('thread')
    found = _processes.find(name)
    if thread is not None:
        if found is None:
            found = _processes.create_thread(name, thread['of'])
        found.begin(thread['name'], thread['joins'])
    elif found is None:
        return _processes.create(
            name,
            question.get('role', 'client'),
            question.get('settings', {}),
            question.get('pid', 1),
            question.get('parent', 1),
        )
    return found


def _collect_sometimes():
    global _asked
    _asked += 1
    if _asked % _COLLECT_EVERY == 0:
        _processes.rest()
        gc.collect()


def spend_least(started):
    """The body of a task that began at `started` is over: no real one is instant."""
    _clock.spend(max(0, _LEAST_TASK - (_clock.now() - started)))


def _settle(question, started, describe):
    if question['kind'] == 'task':
        spend_least(started)
    if question['kind'] == 'main':
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, 'finish'):
                stream.finish()
    return describe(_clock.spent())


def _load(process, question):
    process.muted = question['role'] == 'process'
    try:
        importlib.import_module(question['module'])
        if 'loaded' in _handlers:
            _handlers['loaded'](question['module'])
        for name in question.get('include', ()):
            importlib.import_module(name)
        _inherit(process, question.get('heard', ()))
    finally:
        process.muted = False


def _inherit(process, heard):
    # A fork has the memory that its parent's receivers have left: they are called again, unheard.
    own = process.pid
    process.pid = process.parent
    try:
        for call in heard:
            _handler('signal')(call['signal'], call['sender'], call['named'])
    finally:
        process.pid = own


def _main(process, question):
    try:
        if question['entry'] == 'script':
            return _run_script(question['module'])
        module = importlib.import_module(question['module'])
        main = getattr(module, 'main', None)
        if main is None:
            raise AttributeError(f'{question["module"]}.py has no function main() to call.')
        return main()
    except SystemExit as error:
        if error.code in (None, 0):
            return None
        raise


def _run_script(name):
    source = _program.find(name)
    if source is None:
        raise ModuleNotFoundError(f'No module named {name!r}', name=name)
    module = types.ModuleType('__main__')
    module.__file__ = source.file
    sys.modules['__main__'] = module
    sys.argv[:] = [source.path]
    _program.run(source, module.__dict__)


def _task(process, question):
    return _handler('task')(
        question['name'], question['args'], question['kwargs'], _requests.request_of(question)
    )


def _request(process, question):
    return _handler('request')(question['module'], question['request'])


def _errback(process, question):
    return _handler('errback')(
        question['signature'], question['request'], question['error'], question['traceback']
    )


def _signal(process, question):
    _handler('signal')(question['signal'], question['sender'], question['named'])


def _command(process, question):
    return _handler('command')(question['method'], question['arguments'])


def _beat(process, question):
    return _handler('beat')(question['what'], question['entry'], question.get('lastRun'))


def _beat_loop(process, question):
    return _handler('beat-loop')(question['scheduler'])


def _handler(kind):
    handler = _handlers.get(kind)
    if handler is None:
        raise LookupError(f'nobody answers {kind!r} questions')
    return handler


_BODIES = {
    'load': _load,
    'main': _main,
    'task': _task,
    'request': _request,
    'errback': _errback,
    'signal': _signal,
    'command': _command,
    'beat': _beat,
    'beat-loop': _beat_loop,
}
