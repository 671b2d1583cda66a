"""An asyncio loop whose waiting is simulated."""

import asyncio

from . import _bridge


class _Selector:
    """Nothing to select from: waiting for the next timer is a sleep."""

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError('This would wait for ever: nothing can wake this event loop.')
        if timeout > 0:
            _bridge.park({'kind': 'sleep', 'duration': round(timeout * 1_000_000), 'awaits': True})
        return ()


class SimulatedLoop(asyncio.BaseEventLoop):
    """`asyncio.run` and `asyncio.sleep` inside a body: it parks when all its coroutines wait."""

    def __init__(self):
        super().__init__()
        self._selector = _Selector()
        # time.monotonic() counts whole nanoseconds, so timers are due exactly when sleeping ends.
        self._clock_resolution = 1e-6

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class _Policy(asyncio.events._AbstractEventLoopPolicy):
    """Every new loop is simulated."""

    def __init__(self):
        self.current = None

    def get_event_loop(self):
        if self.current is None:
            raise RuntimeError('There is no current event loop in thread \'MainThread\'.')
        return self.current

    def set_event_loop(self, loop):
        self.current = loop

    def new_event_loop(self):
        return SimulatedLoop()


_policy = _Policy()


def install():
    asyncio.events._set_running_loop(None)
    asyncio.set_event_loop_policy(_policy)
    # Pyodide's own way in would run coroutines on the browser's clock.
    asyncio.run = asyncio.runners.run


def put_away():
    """Take the learner's loops off, as none may be seen by another body; what `put_back` needs."""
    loops = (asyncio.events._get_running_loop(), _policy.current)
    put_back((None, None))
    return loops


def put_back(loops):
    running, _policy.current = loops
    asyncio.events._set_running_loop(running)
