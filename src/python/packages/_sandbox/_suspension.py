"""How a body waits without its stack being lost: here by WebAssembly stack switching (JSPI)."""

from pyodide.ffi import can_run_sync, run_sync


def wait(promise):
    """Suspend this stack until the promise settles; its value."""
    return run_sync(promise)


def can_wait():
    """False where JavaScript stands between this frame and the body's entry."""
    return can_run_sync()
