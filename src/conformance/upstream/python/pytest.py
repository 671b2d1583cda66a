"""The part of pytest that Celery's integration suite uses: marks, fixtures, raises, skip and xfail."""

import re


class Skipped(BaseException):
    """`pytest.skip`: not a failure, nor a pass."""


class XFailed(BaseException):
    """`pytest.xfail`: the failure that was expected, said by the test itself."""


class Failed(AssertionError):
    """`pytest.fail`, and a `raises` whose block raised nothing."""


def skip(reason='', **_):
    raise Skipped(reason)


def xfail(reason=''):
    raise XFailed(reason)


def fail(reason='', **_):
    raise Failed(reason)


class Mark:
    """One mark on a test; as decorator it adds itself."""

    def __init__(self, name, args=(), kwargs=None):
        self.name, self.args, self.kwargs = name, args, kwargs or {}

    def __call__(self, *args, **kwargs):
        bare = len(args) == 1 and not kwargs and (callable(args[0]) and hasattr(args[0], '__name__'))
        if bare and not self.kwargs and not self.args:
            return self._put_on(args[0])
        if bare:
            return self._put_on(args[0])
        return Mark(self.name, (*self.args, *args), {**self.kwargs, **kwargs})

    def _put_on(self, target):
        target.pytestmark = [*getattr(target, 'pytestmark', ()), self]
        return target


class _Marks:
    def __getattr__(self, name):
        return Mark(name)


mark = _Marks()


class Parameters:
    """`pytest.param(...)`: values with an id or marks of their own."""

    def __init__(self, values, id=None, marks=()):
        self.values, self.id = values, id
        self.marks = marks if isinstance(marks, (list, tuple)) else (marks,)


def param(*values, id=None, marks=()):
    return Parameters(values, id, marks)


def fixture(target=None, *, scope='function', autouse=False, name=None, params=None, ids=None):
    """Mark a function as a fixture: called with its own fixtures, a generator is gone on with afterwards."""

    def marked(function):
        function.fixture = {'autouse': autouse, 'name': name or function.__name__}
        return function

    return marked if target is None else marked(target)


class ExceptionInfo:
    """What `raises` has caught."""

    value = None

    @property
    def type(self):
        return type(self.value)

    @property
    def tb(self):
        return self.value.__traceback__

    def match(self, pattern):
        text = str(self.value)
        assert re.search(pattern, text), f'{pattern!r} is not found in {text!r}'
        return True


class raises:
    """`with pytest.raises(Kind, match=...) as info:`; its block must raise."""

    def __init__(self, expected, *args, match=None, **kwargs):
        self.expected, self.pattern = expected, match
        self.info = ExceptionInfo()
        if args:
            with self:
                args[0](*args[1:], **kwargs)

    def __enter__(self):
        return self.info

    def __exit__(self, kind, value, traceback):
        if kind is None:
            raise Failed(f'DID NOT RAISE {self.expected!r}')
        if not issubclass(kind, self.expected):
            return False
        self.info.value = value
        if self.pattern is not None:
            self.info.match(self.pattern)
        return True


class approx:
    """A number that equals those near it."""

    def __init__(self, expected, rel=1e-6, abs=1e-12):
        self.expected = expected
        self.tolerance = max(rel * (expected if expected >= 0 else -expected), abs)

    def __eq__(self, other):
        return -self.tolerance <= other - self.expected <= self.tolerance
