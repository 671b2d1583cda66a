"""What ends a greenlet from outside; bodies in a pool of greenlets may see it."""


class GreenletExit(BaseException):
    """Raised where a greenlet waits when it is killed."""
