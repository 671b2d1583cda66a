"""Computing time: learner code counts its own turns, so that the same program always takes as long.

Every loop turn, comprehension turn and function entry in the learner's files calls one of the ticks
below (see `_ticks`). They share one counter of microseconds since the open question; JavaScript reads
that counter in place, through the address of its cell, whenever Python asks what time it is.
"""

# Microseconds of simulated time. CPython 3 on a server takes 0.05 to 1 for each of these together
# with the few operations that usually come with it; whole numbers keep a tick cheap.
COSTS = {'loop': 1, 'comprehension': 1, 'call': 1}

# A body that computes for so long gives up the baton, so that others run meanwhile.
SLICE = 10_000


def _make_ticks(loop_cost, comprehension_cost, call_cost):
    spent = 0
    limit = SLICE
    full = None

    def loop():
        nonlocal spent
        spent += loop_cost
        if spent >= limit:
            full()

    # The two that stand in expressions are true, so that `tick() and value` is the value.
    def comprehension():
        nonlocal spent
        spent += comprehension_cost
        if spent >= limit:
            full()
        return True

    def call():
        nonlocal spent
        spent += call_cost
        if spent >= limit:
            full()
        return True

    def spend(micros):
        """Charge the running process for work that is not the learner's own code."""
        nonlocal spent
        spent += int(micros)

    def read():
        return spent

    def reset(new_limit=SLICE):
        nonlocal spent, limit
        spent = 0
        limit = new_limit

    def when_full(handler):
        nonlocal full
        full = handler

    def address():
        cell = loop.__closure__[loop.__code__.co_freevars.index('spent')]
        return id(cell)

    return {'loop': loop, 'comprehension': comprehension, 'call': call}, (
        spend,
        read,
        reset,
        when_full,
        address,
    )


ticks, (spend, spent, reset, when_full, address) = _make_ticks(
    COSTS['loop'], COSTS['comprehension'], COSTS['call']
)

_simulated_now = None


def connect(simulated_now):
    global _simulated_now
    _simulated_now = simulated_now


def now():
    """The running process's local time in microseconds since the start of the run."""
    return int(_simulated_now()) + spent()
