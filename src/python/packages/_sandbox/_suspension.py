"""How a body waits without its stack being lost. Two ways, one of which is taken when Python boots.

*stack*: WebAssembly switches stacks (JSPI). Whatever runs may wait.
*twin*: every function has an `async` twin (see `_twin_tree`, `_twins`), and the body is a coroutine.
"""

import asyncio

from pyodide.ffi import can_run_sync, run_sync

from . import _loop

_way = 'stack'
# Waits that nobody will end, and with them their coroutines.
_abandoned = []
# JavaScript: ended(body, text).
_ended = None


class Wait:
    """A wait that one `wake` ends.

    It has the looks of an asyncio future, which `run_sync` takes as it is. A promise would become a
    task of the browser's event loop, where each step takes a timer: ten times slower, and real time.
    """

    _asyncio_future_blocking = False

    def __init__(self):
        self._order = None
        self._callback = None

    def __await__(self):
        yield self

    def add_done_callback(self, callback, *, context=None):
        # Comes when the stack has been left, and by then the order may be there.
        self._callback = callback
        self._go_on()

    def result(self):
        return self._order

    def wake(self, order):
        """Let the stack go on, with this order, when the caller is done."""
        self._order = order
        self._go_on()

    def _go_on(self):
        if self._order is not None and self._callback is not None:
            self._callback(self)


class _TwinWait:
    """The same for a coroutine: it is what leaves all of its frames.

    To a task of an event loop it looks like a future, which the loop ends before it does anything else:
    code that waits without `await` holds up its loop.
    """

    _asyncio_future_blocking = False

    def __init__(self):
        self.body = None
        self._order = None
        self._callback = None

    def __await__(self):
        self._asyncio_future_blocking = True
        order = yield self
        return self._order if order is None else order

    def wake(self, order):
        self.body.go(order)

    def get_loop(self):
        return asyncio.get_running_loop()

    def add_done_callback(self, callback, *, context=None):
        self._callback = (context, callback)
        _holding_up.append(self)

    def result(self):
        return self._order

    async def end_for_loop(self):
        """Wait in the loop's own place, then let the task go on."""
        self._order = await self
        context, callback = self._callback
        context.run(callback, self)


# Waits of tasks that their event loop has not ended yet.
_holding_up = []


async def run_handle_twin(handle):
    """The next step of an event loop, to its end."""
    handle._run()
    while _holding_up:
        await _holding_up.pop().end_for_loop()


class _Body:
    """A body that runs as a coroutine; its last words go to JavaScript."""

    def __init__(self, number, coroutine):
        self._number = number
        self._coroutine = coroutine
        self._loops = None

    def go(self, order):
        if self._loops is not None:
            _loop.put_back(self._loops)
        try:
            wait = self._coroutine.send(order)
        except StopIteration as end:
            _ended(self._number, end.value)
        else:
            wait.body = self
            self._loops = _loop.put_away()


def use(way):
    """Take this way, before anything of the learner's is compiled."""
    global _way, Wait
    _way = way
    if uses_twins():
        from . import _twins

        Wait = _TwinWait
        _twins.install()


def connect(ended):
    """Join the two sides."""
    global _ended
    _ended = ended


def uses_twins():
    return _way == 'twin'


def forget():
    """Forget what is known of the learner's files."""
    if uses_twins():
        from . import _twins

        _twins.forget()


def start(number, answer, text):
    """Run a body as a coroutine, until it waits or ends."""
    from . import _twins

    _Body(number, _twins.twin_of(answer)(text)).go(None)


def marks():
    """What the marks of `_twin_tree` stand for."""
    if not uses_twins():
        return {}
    from . import _twins

    return _twins.marks()


def suspend(wait):
    """Suspend this stack until somebody wakes it; the order that they gave."""
    loops = _loop.put_away()
    order = run_sync(wait)
    _loop.put_back(loops)
    return order


async def suspend_twin(wait):
    """The same in a coroutine."""
    return await wait


def can_suspend():
    """False where JavaScript stands between this frame and the body's entry, or what has no twin."""
    return not uses_twins() and can_run_sync()


async def can_suspend_twin():
    return True


def abandoned():
    """A wait that nobody will end; it stays, as what is collected would run its `finally` blocks."""
    wait = Wait()
    if uses_twins():
        _abandoned.append(wait)
    return wait
