"""`sys.stdout` and `sys.stderr` of simulated processes."""

import io

from . import _bridge
from ._lines import current_line
from ._shortened import LONGEST, shortened


class Console(io.TextIOBase):
    """A client prints whole lines; a worker, whose output goes to its log, one record for each piece."""

    encoding = 'utf-8'
    errors = 'strict'

    def __init__(self, process, name):
        self._process = process
        self._name = name
        self._pending = ''
        # Characters that an endless line has lost in its middle.
        self._left_out = 0
        self.buffer = _Bytes(self)

    @property
    def name(self):
        return f'<{self._name}>'

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        raise io.UnsupportedOperation('fileno')

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {type(text).__name__}')
        if self._process.role == 'client':
            self._write_lines(text)
        else:
            # As Celery's own redirection: the line end alone is no record.
            self._say(text.rstrip('\n'))
        return len(text)

    def finish(self):
        """Say what is left of a line when the program ends."""
        rest, self._pending = self._pending, ''
        self._say(rest)

    def _write_lines(self, text):
        *lines, self._pending = (self._pending + text).split('\n')
        for line in lines:
            self._say(line, empty=True)
        if len(self._pending) > 4 * LONGEST:
            self._left_out += len(self._pending) - 2 * LONGEST
            self._pending = self._pending[:LONGEST] + self._pending[-LONGEST:]

    def _say(self, text, empty=False):
        if not text and not empty:
            return
        left_out, self._left_out = self._left_out, 0
        say = {'stream': self._name, 'text': shortened(text, left_out)}
        at = current_line()
        if at is not None:
            say['at'] = at
        _bridge.tell('print', say)


class _Bytes(io.RawIOBase):
    """`sys.stdout.buffer`, for programs that write bytes."""

    def __init__(self, console):
        self._console = console

    def writable(self):
        return True

    def write(self, data):
        self._console.write(bytes(data).decode('utf-8', 'replace'))
        return len(data)
