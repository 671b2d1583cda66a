"""Calls for later, and how they are put together: signature, chain, group, chord, chunks, map.

What they mean is worked out by the simulation; here they are plain dicts with methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from celery import _bridge, _simulated, _wire
from celery._missing import attributes_of, refuse
from celery._state import Proxy, get_current_app
from celery.result import GroupResult, result_from_tree
from celery.utils.saferepr import reprcall

if TYPE_CHECKING:
    from celery.app.base import Celery
    from celery.app.task import Task

__all__ = [
    'Signature',
    'StampingVisitor',
    'chain',
    'chord',
    'chunks',
    'group',
    'maybe_signature',
    'signature',
    'subtask',
    'xmap',
    'xstarmap',
]
__getattr__ = attributes_of(__name__)


class Signature(dict[str, Any]):
    """A call for later: the task, its arguments and options, as a dict.

    `add.s(2)` makes one. `sig.delay(4)` sends it with 4 in front of its own arguments; `a | b` makes a chain.
    """

    _app: Celery | None = None
    #: The task itself, where the signature was made of one.
    _type: Task | None = None

    def __init__(
        self,
        task: Any = None,
        args: Iterable[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
        type: Any = None,
        subtask_type: str | None = None,
        immutable: bool = False,
        app: Celery | None = None,
        **more: Any,
    ) -> None:
        self._app = app
        if isinstance(task, dict):
            super().__init__(task)
            return
        self._type = None if task is None or isinstance(task, str) else task
        super().__init__(
            task=task if task is None or isinstance(task, str) else task.name,
            args=tuple(args or ()),
            kwargs=dict(kwargs or {}),
            options={**(options or {}), **more},
            subtask_type=subtask_type,
            immutable=immutable,
        )

    @classmethod
    def from_dict(cls, d: Mapping[str, Any], app: Celery | None = None) -> Signature:
        """A signature from its dict, for instance one that came through JSON."""
        made = _wire.Codec(live=True)
        return made.revive(made.signature(d))._in(app)

    @staticmethod
    def from_fields(fields: dict[str, Any]) -> Signature:
        """A signature with exactly these fields, of the class that its `subtask_type` names."""
        kind = _CLASSES.get(fields['subtask_type'] or fields['task'], Signature)
        made = dict.__new__(kind)
        dict.__init__(made, fields)
        return made

    def _in(self, app: Celery | None) -> Signature:
        self._app = app or self._app
        return self

    # Sending

    def delay(self, *partial_args: Any, **partial_kwargs: Any) -> Any:
        """Send it, with these arguments in front of its own."""
        return self.apply_async(partial_args, partial_kwargs)

    def apply_async(
        self, args: Iterable[Any] | None = None, kwargs: dict[str, Any] | None = None, **options: Any
    ) -> Any:
        """Send it, with more arguments and options (see `Task.apply_async`)."""
        if self.app.conf.task_always_eager:
            return self._apply_eagerly(args, kwargs, options)
        return self.app._apply(self, args, kwargs, options)

    def _apply_eagerly(self, args: Any, kwargs: Any, options: dict[str, Any]) -> Any:
        """`task_always_eager`."""
        if self['subtask_type'] is not None:
            return self.apply(args, kwargs)
        merged = self.clone(args, kwargs, **options)
        return merged.type.apply_async(merged.args, merged.kwargs, **merged.options)

    def apply(self, args: Iterable[Any] | None = None, kwargs: dict[str, Any] | None = None, **options: Any) -> Any:
        """Run it here and wait for it."""
        merged = self.clone(args, kwargs, **options)
        return merged.type.apply(merged.args, merged.kwargs, **merged.options)

    def __call__(self, *partial_args: Any, **partial_kwargs: Any) -> Any:
        """Call the task here and now, like a function."""
        merged = self.clone(partial_args, partial_kwargs)
        return merged.type(*merged.args, **merged.kwargs)

    def __invert__(self) -> Any:
        """`~sig` sends it and waits for the value."""
        return self.apply_async().get()

    # Changing

    def clone(
        self, args: Iterable[Any] | None = None, kwargs: Mapping[str, Any] | None = None, **opts: Any
    ) -> Signature:
        """A copy with more arguments (in front of its own) and options."""
        codec = _wire.Codec(live=True)
        heard = _bridge.tell(
            'clone',
            signature=codec.signature(self),
            args=[codec.value(arg) for arg in args or ()],
            kwargs={str(key): codec.value(value) for key, value in (kwargs or {}).items()},
            options=codec.options(opts),
        )
        made = codec.revive(heard['signature'])._in(self._app)
        made._type = self._type
        return made

    partial = clone

    def replace(
        self,
        args: Iterable[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Signature:
        """A copy with other arguments or options."""
        made = self.clone()
        if args is not None:
            made['args'] = tuple(args)
        if kwargs is not None:
            made['kwargs'] = dict(kwargs)
        if options is not None:
            made['options'] = dict(options)
        return made

    def set(self, immutable: bool | None = None, **options: Any) -> Signature:
        """Set options: `add.s(2).set(queue='fast', countdown=5)`. Returns itself."""
        if immutable is not None:
            self.set_immutable(immutable)
        self['options'].update(options)
        return self

    def set_immutable(self, immutable: bool) -> None:
        """Whether it takes no more arguments."""
        self['immutable'] = immutable

    def freeze(
        self,
        _id: str | None = None,
        group_id: str | None = None,
        chord: Any = None,
        root_id: str | None = None,
        parent_id: str | None = None,
        group_index: int | None = None,
    ) -> Any:
        """Give it the id that it will be sent with; returns the result."""
        given = {
            'task_id': _id,
            'group_id': group_id,
            'chord': chord,
            'root_id': root_id,
            'parent_id': parent_id,
            'group_index': group_index,
        }
        codec = _wire.Codec(live=True)
        options = codec.options({key: value for key, value in given.items() if value is not None})
        heard = _bridge.tell('freeze', signature=codec.signature(self), options=options)
        self._become(codec.revive(heard['signature']))
        return result_from_tree(heard['result'], self.app)

    _freeze = freeze

    def link(self, callback: Any) -> Any:
        """Call another signature with the result. Returns that signature."""
        self._link(callback, 'success')
        return callback

    def link_error(self, errback: Any) -> Any:
        """Call another signature when it fails. Returns that signature."""
        self._link(errback, 'error')
        return errback

    def on_error(self, errback: Any) -> Signature:
        """The same as `link_error`, but returns itself."""
        self.link_error(errback)
        return self

    def _link(self, callback: Any, on: str) -> None:
        codec = _wire.Codec(live=True)
        heard = _bridge.tell(
            'link', signature=codec.signature(self), callback=codec.signature(maybe_signature(callback)), on=on
        )
        self._become(codec.revive(heard['signature']))

    def _become(self, other: Signature) -> None:
        """Take over the fields of another, so that whoever holds this one, or one inside it, sees the change."""
        kwargs = {key: _merged(self['kwargs'].get(key), value) for key, value in other['kwargs'].items()}
        self.update(other)
        self['kwargs'] = kwargs

    def flatten_links(self) -> list[Signature]:
        """It and all its callbacks, and theirs."""
        links = self['options'].get('link') or ()
        followers = links if isinstance(links, (list, tuple)) else [links]
        return [self, *(each for link in followers for each in maybe_signature(link).flatten_links())]

    def stamp(self, visitor: Any = None, append_stamps: bool = False, **headers: Any) -> None:
        """Put stamps on it and on all tasks in it: `sig.stamp(tenant='acme')`. They travel with the message."""
        _stamp(self, visitor, append_stamps, headers)

    # Combining

    def __or__(self, other: Any) -> Signature:
        """`a | b`: b runs after a, with its result."""
        if not isinstance(other, Signature):
            return NotImplemented
        codec = _wire.Codec(live=True)
        heard = _bridge.tell('or', left=codec.signature(self), right=codec.signature(other))
        return codec.revive(heard['signature'])._in(self._app)

    # Reading

    @property
    def app(self) -> Celery:
        """The app of its task."""
        return self._app or get_current_app()

    @property
    def type(self) -> Task:
        """The task itself; NotRegistered where this program does not have it."""
        return self._type or self.app.tasks[self['task']]

    @property
    def task(self) -> str:
        """Name of the task."""
        return self['task']

    @task.setter
    def task(self, value: str) -> None:
        self['task'] = value

    @property
    def name(self) -> str:
        """Name of the task."""
        return self['task']

    @property
    def args(self) -> Any:
        """Positional arguments."""
        return self['args']

    @args.setter
    def args(self, value: Any) -> None:
        self['args'] = value

    @property
    def kwargs(self) -> dict[str, Any]:
        """Keyword arguments."""
        return self['kwargs']

    @kwargs.setter
    def kwargs(self, value: dict[str, Any]) -> None:
        self['kwargs'] = value

    @property
    def options(self) -> dict[str, Any]:
        """Options of the call."""
        return self['options']

    @options.setter
    def options(self, value: dict[str, Any]) -> None:
        self['options'] = value

    @property
    def immutable(self) -> bool:
        """Whether it takes no more arguments."""
        return self['immutable']

    @immutable.setter
    def immutable(self, value: bool) -> None:
        self['immutable'] = value

    @property
    def subtask_type(self) -> str | None:
        """`chain`, `group`, `chord`...; None for a single task."""
        return self['subtask_type']

    @property
    def id(self) -> str | None:
        """Id of the task, once it is frozen."""
        return self['options'].get('task_id')

    @property
    def parent_id(self) -> str | None:
        """Id of the task before it, once it is frozen."""
        return self['options'].get('parent_id')

    @property
    def root_id(self) -> str | None:
        """Id of the first task, once it is frozen."""
        return self['options'].get('root_id')

    def election(self) -> Any:
        """Let one worker of all run it."""
        refuse('Signature.election')

    def reprcall(self, *args: Any, **kwargs: Any) -> str:
        """The call as text, with these arguments in front: `tasks.add(2, 2)`."""
        return reprcall(self['task'], (*args, *self['args']), {**self['kwargs'], **kwargs})

    def __repr__(self) -> str:
        return self.reprcall()

    def __json__(self) -> dict[str, Any]:
        return dict(self)

    def __copy__(self) -> Signature:
        return Signature.from_fields(dict(self))._in(self._app)

    def __deepcopy__(self, memo: dict[int, Any]) -> Signature:
        memo[id(self)] = self
        return Signature.from_fields(dict(self))._in(self._app)

    def __reduce__(self) -> Any:
        return Signature.from_dict, (dict(self),)


def _merged(mine: Any, heard: Any) -> Any:
    """What was heard, but in the signatures that are already here."""
    if isinstance(mine, Signature) and isinstance(heard, Signature) and type(mine) is type(heard):
        mine._become(heard)
        return mine
    if isinstance(mine, (list, tuple)) and isinstance(heard, (list, tuple)) and len(mine) == len(heard):
        return type(mine)(_merged(left, right) for left, right in zip(mine, heard))
    return heard


class _Canvas(Signature):
    """A signature that consists of others."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Send it."""
        return self.apply_async(args, kwargs)

    @property
    def type(self) -> Task:
        """The built-in task of this kind."""
        return self.app.tasks[self['task']]


class _chain(_Canvas):
    """Tasks one after the other, each with the result of the one before."""

    def __init__(self, *tasks: Any, app: Celery | None = None, **options: Any) -> None:
        found = tasks[0] if len(tasks) == 1 and not isinstance(tasks[0], Mapping) else tasks
        super().__init__(
            'celery.chain', (), {'tasks': [maybe_signature(each) for each in found]}, options, subtask_type='chain', app=app
        )

    @property
    def tasks(self) -> list[Signature]:
        """Its tasks in order."""
        return self['kwargs']['tasks']

    def apply(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        """Run it here, task by task."""
        from celery.app.eager import chain_eagerly

        return chain_eagerly(self, args, kwargs)

    def unchain_tasks(self) -> list[Signature]:
        """Copies of its tasks."""
        return [each.clone() for each in self.tasks]

    def __repr__(self) -> str:
        if not self.tasks:
            return f'<{type(self).__name__}@{id(self):#x}: empty>'
        return _without_prefix(self.tasks[0]['task'], ' | '.join(repr(each) for each in self.tasks))


class chain(_chain):
    """Tasks one after the other: `chain(add.s(2, 2), mul.s(4))()` is `(add.s(2, 2) | mul.s(4))()`.

    Each gets the result of the one before as its first argument. The call returns the result of the last;
    `.parent` is the one before.
    """

    def __new__(cls, *tasks: Any, **kwargs: Any) -> Any:
        """The tasks joined by `|`."""
        found = _several(tasks)
        if kwargs or found is None:
            return super().__new__(cls)
        return _combined('chain', tasks=found)


class group(_Canvas):
    """Tasks side by side: `group(add.s(i, i) for i in range(10))()` gives a GroupResult, with values in order."""

    def __init__(self, *tasks: Any, app: Celery | None = None, **options: Any) -> None:
        found: Any = tasks
        if len(tasks) == 1:
            found = tasks[0]
            if isinstance(found, group):
                found = found.tasks
            elif isinstance(found, Mapping):
                found = [maybe_signature(found)]
        made = _combined('group', tasks=_signatures(found))
        super().__init__('celery.group', (), made['kwargs'], {**made['options'], **options}, subtask_type='group', app=app)

    @property
    def tasks(self) -> Any:
        """Its tasks in order."""
        return self['kwargs']['tasks']

    def apply_async(
        self,
        args: Iterable[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        add_to_parent: bool = True,
        producer: Any = None,
        link: Any = None,
        link_error: Any = None,
        **options: Any,
    ) -> Any:
        """Send all of them; the options go to each."""
        if link is not None:
            raise TypeError('Cannot add link to group: use a chord')
        if link_error is not None:
            raise TypeError('Cannot add link to group: do that on individual tasks')
        if not add_to_parent:
            options['add_to_parent'] = add_to_parent
        return super().apply_async(args, kwargs, **options)

    def apply(self, args: Any = None, kwargs: Any = None, **options: Any) -> GroupResult:
        """Run all of them here, one after the other."""
        from celery.app.eager import group_eagerly

        return group_eagerly(self, args, kwargs, options)

    def set_immutable(self, immutable: bool) -> None:
        """Whether its tasks take no more arguments."""
        for each in self.tasks:
            each.set_immutable(immutable)

    def skew(self, start: float = 1.0, stop: float | None = None, step: float = 1.0) -> group:
        """Let them start one after the other, `step` seconds apart."""
        for place, each in enumerate(self.tasks):
            # Beyond `stop` the last pause before it comes again.
            last = place if not stop else min(place, max(0, int((stop - start) / step)))
            each.set(countdown=start + last * step)
        return self

    def __len__(self) -> int:
        return len(self.tasks)

    def __iter__(self) -> Iterator[str]:
        return dict.__iter__(self)

    def __repr__(self) -> str:
        if not self.tasks:
            return 'group(<empty>)'
        return _without_prefix(self.tasks[0]['task'], f'group({self.tasks!r})')


class _chord(_Canvas):
    """Tasks side by side, and one more with the list of their results."""

    def __init__(
        self,
        header: Any = None,
        body: Any = None,
        task: str = 'celery.chord',
        args: Any = (),
        kwargs: Mapping[str, Any] | None = None,
        app: Celery | None = None,
        **options: Any,
    ) -> None:
        tasks = maybe_signature(header) if isinstance(header, Mapping) else _signatures(header or [])
        made = _combined('chord', header=tasks, body=maybe_signature(body))
        super().__init__(
            task,
            args,
            {**made['kwargs'], 'kwargs': dict(kwargs or {})},
            {**made['options'], **options},
            subtask_type='chord',
            app=app,
        )

    @property
    def tasks(self) -> Any:
        """The tasks of its header."""
        header = self['kwargs']['header']
        return header.tasks if isinstance(header, group) else header

    @property
    def header(self) -> Any:
        """The tasks that run side by side."""
        return self['kwargs']['header']

    @property
    def body(self) -> Signature | None:
        """The task that gets the list of their results."""
        return self['kwargs']['body']

    @body.setter
    def body(self, value: Any) -> None:
        self['kwargs']['body'] = maybe_signature(value)

    def __call__(self, body: Any = None, **options: Any) -> Any:
        """Send it; the body may be given here."""
        return self.apply_async((), body=body, **options)

    def apply_async(
        self, args: Any = (), kwargs: Any = None, task_id: str | None = None, body: Any = None, **options: Any
    ) -> Any:
        """Send it. Arguments go to the header, options to header and body."""
        target = self
        if body is not None:
            target = self.__copy__()
            target['kwargs'] = {**self['kwargs'], 'body': maybe_signature(body)}
        if task_id is not None:
            options['task_id'] = task_id
        return super(_chord, target).apply_async(args, kwargs, **options)

    def apply(self, args: Any = None, kwargs: Any = None, body: Any = None, **options: Any) -> Any:
        """Run it here: the header, then the body."""
        from celery.app.eager import chord_eagerly

        return chord_eagerly(self, args, kwargs, maybe_signature(body) or self.body)

    def __length_hint__(self) -> int:
        return sum(_completions(each) for each in self.tasks)

    def __repr__(self) -> str:
        body = self.body
        if body is None:
            return f'<chord without body: {self.tasks!r}>'
        if isinstance(body, _chain) and body.tasks:
            first, rest = body.tasks[0], _plain_chain(body.tasks[1:])
            return _without_prefix(first['task'], f'%({first.reprcall(self.tasks)} | {rest!r})')
        return '%' + _without_prefix(body['task'], body.reprcall(self.tasks))


#: Tasks side by side, then one with the list of their results: `chord([add.s(1, 1), add.s(2, 2)])(tsum.s())`.
chord = _chord


class _Items(Signature):
    """A task for each item of a list."""

    _task_name: str

    def __init__(self, task: Any, it: Iterable[Any], app: Celery | None = None, **options: Any) -> None:
        super().__init__(
            self._task_name, (), {'task': task, 'it': list(it)}, options, immutable=True, app=app
        )


class xmap(_Items):
    """One task that calls another with each item: `add.map([1, 2])`."""

    _task_name = 'celery.map'

    def __repr__(self) -> str:
        task, it = self['kwargs']['task'], self['kwargs']['it']
        return f'[{task.task}(x) for x in {it!r}]'


class xstarmap(_Items):
    """One task that calls another with each item as arguments: `add.starmap([(1, 1), (2, 2)])`."""

    _task_name = 'celery.starmap'

    def __repr__(self) -> str:
        task, it = self['kwargs']['task'], self['kwargs']['it']
        return f'[{task.task}(*x) for x in {it!r}]'


class chunks(Signature):
    """Tasks of `n` items each: `add.chunks(zip(range(100), range(100)), 10)()`."""

    def __init__(self, task: Any, it: Iterable[Any], n: int, app: Celery | None = None, **options: Any) -> None:
        super().__init__(
            'celery.chunks',
            (),
            {'task': task, 'it': list(it), 'n': n},
            options,
            immutable=True,
            app=app,
        )

    def __call__(self, **options: Any) -> Any:
        """Send all of them."""
        return self.apply_async(**options)

    def apply_async(self, args: Any = (), kwargs: Any = None, **options: Any) -> Any:
        """Send all of them."""
        return self.group().apply_async(args, kwargs, **{**self.options, **options})

    def group(self) -> group:
        """The group of tasks that it stands for."""
        task, items, size = (self['kwargs'][key] for key in ('task', 'it', 'n'))
        parts = [items[start : start + size] for start in range(0, len(items), size)]
        return group([xstarmap(task, part, app=self._app) for part in parts], app=self._app)

    @classmethod
    def apply_chunks(cls, task: Any, it: Iterable[Any], n: int, app: Celery | None = None) -> Any:
        """Send the chunks at once."""
        return cls(task, it, n, app=app)()


_CLASSES: dict[str, type[Signature]] = {
    'chain': _chain,
    'group': group,
    'chord': _chord,
    # These carry no type: the names of their tasks tell.
    'celery.map': xmap,
    'celery.starmap': xstarmap,
    'celery.chunks': chunks,
}

def signature(varies: Any, *args: Any, **kwargs: Any) -> Signature:
    """A call for later, from a task, a name or a dict: `signature('tasks.add', args=(2, 2), countdown=10)`."""
    app = kwargs.get('app')
    if isinstance(varies, Signature):
        return varies.clone()
    if isinstance(varies, Mapping):
        return Signature.from_dict(varies, app=app)
    return Signature(varies, *args, **kwargs)


subtask = signature


def maybe_signature(d: Any, app: Celery | None = None, clone: bool = False) -> Any:
    """A signature from its dict; None and other signatures stay as they are."""
    if d is None:
        return None
    if isinstance(d, Signature):
        return d.clone() if clone else d
    if isinstance(d, Proxy) or hasattr(d, 'apply_async'):
        raise TypeError(f'{d!r} is a task, not a signature: write `.s()` after it')
    return Signature.from_dict(d, app=app) if isinstance(d, Mapping) else d


def _several(tasks: tuple[Any, ...]) -> list[Signature] | None:
    """The tasks to be joined; None where there is one signature alone, or nothing."""
    if not tasks or (len(tasks) == 1 and isinstance(tasks[0], Mapping)):
        return None
    found = list(tasks[0]) if len(tasks) == 1 else list(tasks)
    return [maybe_signature(each) for each in found if each is not None] or None


def _signatures(tasks: Any) -> Any:
    """Signatures given one by one stay a tuple, others become a list."""
    kind: Callable[..., Any] = tuple if isinstance(tasks, tuple) else list
    return kind(maybe_signature(each) for each in tasks)


def _combined(kind: str, **parts: Any) -> Signature:
    """What the simulation makes of the parts of a canvas."""
    codec = _wire.Codec(live=True)
    said = {
        key: None if part is None else codec.signature(part) if isinstance(part, Mapping) else codec.tasks(part)
        for key, part in parts.items()
    }
    return codec.revive(_bridge.tell('canvas', type=kind, **said)['signature'])


def _plain_chain(tasks: list[Signature]) -> Signature:
    return Signature.from_fields(
        {
            'task': 'celery.chain',
            'args': (),
            'kwargs': {'tasks': tasks},
            'options': {},
            'subtask_type': 'chain',
            'immutable': False,
        }
    )


def _completions(sig: Any) -> int:
    """How many results a chord must count for a task of its header (rule 5.34)."""
    if isinstance(sig, _chain):
        return _completions(sig.tasks[-1]) if sig.tasks else 0
    if isinstance(sig, group):
        return sum(_completions(each) for each in sig.tasks)
    if isinstance(sig, _chord):
        return _completions(sig.body)
    return 1


def _without_prefix(task: str, text: str) -> str:
    """The text with the module of its first task named once."""
    module = task.rpartition('.')[0] + '.'
    first = text.find(module)
    if module == '.' or first < 0:
        return text
    end = first + len(module)
    return text[:end] + text[end:].replace(module, '')


class StampingVisitor:
    """Decides which stamps go on which task: write a subclass and pass it to `sig.stamp(Visitor())`."""

    def on_signature(self, sig: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a single task."""
        return {}

    def on_group_start(self, sig: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a group's tasks."""
        return self.on_signature(sig, **headers)

    def on_group_end(self, sig: Signature, **headers: Any) -> None:
        """Called after a group's tasks."""

    def on_chain_start(self, sig: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a chain's tasks."""
        return self.on_signature(sig, **headers)

    def on_chain_end(self, sig: Signature, **headers: Any) -> None:
        """Called after a chain's tasks."""

    def on_chord_header_start(self, sig: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a chord's header."""
        return self.on_signature(sig, **headers)

    def on_chord_header_end(self, sig: Signature, **headers: Any) -> None:
        """Called after a chord's header."""

    def on_chord_body(self, sig: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a chord's body."""
        return {}

    def on_callback(self, callback: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a link."""
        return {}

    def on_errback(self, errback: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of an error link."""
        return {}


def _stamp(sig: Any, visitor: Any, append: bool, headers: dict[str, Any]) -> None:
    """Stamps a signature, or what is inside a canvas; a chord's body only by `on_chord_body` (rule 5.53)."""
    if isinstance(sig, (_chain, group)):
        start = 'on_chain_start' if isinstance(sig, _chain) else 'on_group_start'
        inner = {**headers, **_visited(visitor, start, sig, headers)}
        for each in sig.tasks:
            _stamp(each, visitor, append, inner)
        return
    if isinstance(sig, _chord):
        inner = {**headers, **_visited(visitor, 'on_chord_header_start', sig, headers)}
        for each in sig.tasks:
            _stamp(each, visitor, append, inner)
        body = _visited(visitor, 'on_chord_body', sig, headers)
        if sig.body is not None and body:
            _stamp(sig.body, visitor, append, {**headers, **body})
        return
    _put_stamps(sig, {**headers, **_visited(visitor, 'on_signature', sig, headers)}, append)
    for field, hook in (('link', 'on_callback'), ('link_error', 'on_errback')):
        links = sig['options'].get(field) or ()
        for each in links if isinstance(links, (list, tuple)) else [links]:
            _put_stamps(each, {**headers, **_visited(visitor, hook, each, headers)}, append)


def _visited(visitor: Any, hook: str, sig: Any, headers: dict[str, Any]) -> dict[str, Any]:
    if visitor is None:
        return {}
    return dict(getattr(visitor, hook)(sig, **headers) or {})


def _put_stamps(sig: Any, headers: dict[str, Any], append: bool) -> None:
    given = dict(headers)
    named = given.pop('stamped_headers', None)
    names = list(given) if named is None else list(named)
    if not given:
        return
    options = sig['options']
    before = list(options.get('stamped_headers') or ())
    for name, value in given.items():
        if append and name in before and name in names:
            value = [*_listed(options.get(name)), *_listed(value)]
        options[name] = value
    # Celery keeps a set: its order is as arbitrary here as there, and the same in every run.
    options['stamped_headers'] = list({*before, *names})


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def note_options(sig: Mapping[str, Any]) -> None:
    """Say which options of a signature, and of those in it, are not simulated yet."""
    _simulated.check_call_options(sig['task'], sig['options'])
    for field in ('tasks', 'header'):
        for each in sig['kwargs'].get(field) or () if sig['subtask_type'] in _CLASSES else ():
            note_options(each)
