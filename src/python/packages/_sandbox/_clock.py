"""Computing time: learner code counts its own turns, so that the same program always takes as long.

Every loop turn, comprehension turn and function entry in the learner's files calls one of the ticks
below (see `_ticks`). They share one counter of microseconds since the open question; JavaScript reads
that counter in place, through the address of its cell, whenever Python asks what time it is.
"""

# Microseconds of simulated time. CPython 3 on a server takes 0.05 to 1 for each of these together
# with the few operations that usually come with it; whole numbers keep a tick cheap.
COSTS = {'loop': 1, 'turn': 1, 'call': 1}

# A body that computes for so long gives up the baton, so that others run meanwhile.
SLICE = 10_000

# Code that cannot give it up everywhere (see `_ticks`) does so at its next chance, or after so long by force.
LONGEST = 20_000_000


def _make_ticks(loop_cost, turn_cost, call_cost):
    spent = 0
    limit = SLICE
    full = None
    stuck = None

    def loop():
        nonlocal spent
        spent += loop_cost
        if spent >= limit:
            full()

    # It stands in expressions too and is true, so that `tick() and value` is the value.
    def turn():
        nonlocal spent
        spent += turn_cost
        if spent >= LONGEST:
            stuck()
        return True

    def call():
        nonlocal spent
        spent += call_cost
        if spent >= limit:
            full()

    # For twins, which await the end of their slice.
    def loop_due():
        nonlocal spent
        spent += loop_cost
        return spent >= limit

    def call_due():
        nonlocal spent
        spent += call_cost
        return spent >= limit

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

    def when_full(handler, when_stuck):
        nonlocal full, stuck
        full, stuck = handler, when_stuck

    def address():
        cell = loop.__closure__[loop.__code__.co_freevars.index('spent')]
        return id(cell)

    ticks = {'loop': loop, 'turn': turn, 'call': call}
    return ticks, {'loop': loop_due, 'call': call_due}, (spend, read, reset, when_full, address)


ticks, ticks_due, (spend, spent, _reset, when_full, address) = _make_ticks(
    COSTS['loop'], COSTS['turn'], COSTS['call']
)

_simulated_now = None
# When the turn that goes on began; None while nobody has asked for it. Asking JavaScript takes its time.
_turn_began = None


def connect(simulated_now):
    global _simulated_now
    _simulated_now = simulated_now


def reset():
    """Another turn begins: a body starts or goes on."""
    global _turn_began
    _turn_began = None
    _reset()


def now():
    """The running process's local time in microseconds since the start of the run."""
    global _turn_began
    if _turn_began is None:
        _turn_began = int(_simulated_now())
    return _turn_began + spent()
