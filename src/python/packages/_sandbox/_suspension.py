"""How a body waits without its stack being lost: here by WebAssembly stack switching (JSPI)."""

from pyodide.ffi import can_run_sync, run_sync


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


def suspend(wait):
    """Suspend this stack until somebody wakes it; the order that they gave."""
    return run_sync(wait)


def can_suspend():
    """False where JavaScript stands between this frame and the body's entry."""
    return can_run_sync()
