"""Signatures that consist of others: chain, group and chord."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import GeneratorType
from typing import TYPE_CHECKING, Any

from celery import _bridge, _wire
from celery._missing import refuse
from celery._regen import _regen
from celery._signature import KINDS, Signature, maybe_signature, signature, without_prefix
from celery.result import GroupResult

if TYPE_CHECKING:
    from celery.app.base import Celery
    from celery.app.task import Task


class _field:
    """A part of a signature as an attribute; asked of the class it is the class, as Celery has it."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self._read = read
        self._write: Callable[[Any, Any], None] | None = None
        self.__doc__ = read.__doc__

    def setter(self, write: Callable[[Any, Any], None]) -> _field:
        """How it is set."""
        self._write = write
        return self

    def __get__(self, signature: Any, owner: type) -> Any:
        return owner if signature is None else self._read(signature)

    def __set__(self, signature: Any, value: Any) -> None:
        if self._write is None:
            raise AttributeError('cannot be set')
        self._write(signature, value)


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

    __module__ = 'celery.canvas'

    def __init__(self, *tasks: Any, **options: Any) -> None:
        app = options.pop('app', None)
        found = tasks[0] if len(tasks) == 1 and not isinstance(tasks[0], Mapping) else tasks
        super().__init__(
            'celery.chain',
            (),
            {'tasks': [maybe_signature(each) for each in found]},
            options,
            subtask_type='chain',
            app=app,
        )

    @_field
    def tasks(self) -> list[Signature]:
        """Its tasks in order."""
        return self['kwargs']['tasks']

    @tasks.setter
    def tasks(self, value: Any) -> None:
        self['kwargs']['tasks'] = value

    def apply(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        """Run it here, task by task."""
        from celery.app.eager import chain_eagerly

        return chain_eagerly(self, args, kwargs, options)

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:  # type: ignore[override]
        """Send it: these arguments go to its first task."""
        return super().apply_async(args, kwargs, **options)

    def run(
        self,
        args: Any = None,
        kwargs: Any = None,
        group_id: str | None = None,
        chord: Any = None,
        task_id: str | None = None,
        link: Any = None,
        link_error: Any = None,
        publisher: Any = None,
        producer: Any = None,
        root_id: str | None = None,
        parent_id: str | None = None,
        app: Celery | None = None,
        group_index: int | None = None,
        **options: Any,
    ) -> Any:
        """Send it, whatever `task_always_eager` says."""
        named = {
            'group_id': group_id,
            'chord': chord,
            'task_id': task_id,
            'link': link,
            'link_error': link_error,
            'root_id': root_id,
            'parent_id': parent_id,
            'group_index': group_index,
        }
        given = {key: value for key, value in named.items() if value is not None}
        return self._in(app).apply_async(args, kwargs, **given, **options)

    def prepare_steps(
        self,
        args: Any,
        kwargs: Any,
        tasks: Any,
        root_id: str | None = None,
        parent_id: str | None = None,
        link_error: Any = None,
        app: Celery | None = None,
        last_task_id: str | None = None,
        group_id: str | None = None,
        chord_body: Any = None,
        clone: bool = True,
        from_dict: Any = Signature.from_dict,
        group_index: int | None = None,
    ) -> Any:
        """The messages of its tasks: the simulation makes them."""
        refuse('chain.prepare_steps')

    def clone(self, *args: Any, **kwargs: Any) -> Any:
        """A copy with more arguments (for its first task) and options."""
        return super().clone(*args, **kwargs)

    def unchain_tasks(self) -> list[Signature]:
        """Copies of its tasks."""
        return [each.clone() for each in self.tasks]

    def __repr__(self) -> str:
        if not self.tasks:
            return f'<{type(self).__name__}@{id(self):#x}: empty>'
        return without_prefix(self.tasks[0]['task'], ' | '.join(repr(each) for each in self.tasks))


class chain(_chain):
    """Tasks one after the other: `chain(add.s(2, 2), mul.s(4))()` is `(add.s(2, 2) | mul.s(4))()`.

    Each gets the result of the one before as its first argument. The call returns the result of the last;
    `.parent` is the one before.
    """

    __module__ = 'celery.canvas'

    def __new__(cls, *tasks: Any, **kwargs: Any) -> Any:
        """The tasks joined by `|`."""
        found = _several(tasks)
        if kwargs or found is None:
            return super().__new__(cls)
        return _combined('chain', tasks=found)


class group(_Canvas):
    """Tasks side by side: `group(add.s(i, i) for i in range(10))()` gives a GroupResult, with values in order."""

    __module__ = 'celery.canvas'

    def __init__(self, *tasks: Any, **options: Any) -> None:
        app = options.pop('app', None)
        found: Any = tasks
        if len(tasks) == 1:
            found = tasks[0]
            if isinstance(found, group):
                found = found.tasks
            elif isinstance(found, Signature):
                found = [found.clone()]
            elif isinstance(found, Mapping):
                found = [maybe_signature(found)]
        # These very tasks: whoever changes one of them later changes it here.
        super().__init__(
            'celery.group', (), {'tasks': _signatures(found)}, options, subtask_type='group', app=app
        )

    @_field
    def tasks(self) -> Any:
        """Its tasks in order."""
        return self['kwargs']['tasks']

    @tasks.setter
    def tasks(self, value: Any) -> None:
        self['kwargs']['tasks'] = value

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

    def link(self, sig: Any) -> Any:
        """Call another signature with the result of its first task (rule 5.27). Returns that signature."""
        return super().link(sig)

    def link_error(self, sig: Any) -> Any:
        """Call another signature when one of its tasks fails. Returns that signature."""
        return super().link_error(sig)

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
        return without_prefix(self.tasks[0]['task'], f'group({self.tasks!r})')


class _chord(_Canvas):
    """Tasks side by side, and one more with the list of their results."""

    __module__ = 'celery.canvas'

    def __init__(
        self,
        header: Any,
        body: Any = None,
        task: str = 'celery.chord',
        args: Any = None,
        kwargs: Mapping[str, Any] | None = None,
        app: Celery | None = None,
        **options: Any,
    ) -> None:
        if isinstance(header, GeneratorType):
            lazy = _regen(signature(each) for each in header)
            parts = {'kwargs': {}, 'header': lazy, 'body': maybe_signature(body)}
        else:
            found = maybe_signature(header) if isinstance(header, Mapping) else [signature(each) for each in header or ()]
            parts = _combined('chord', header=found, body=maybe_signature(body))['kwargs']
        super().__init__(
            task,
            args or (),
            {**parts, 'kwargs': dict(kwargs or {})},
            options,
            subtask_type='chord',
            app=app,
        )

    @_field
    def tasks(self) -> Any:
        """The tasks of its header: a list, or a group where they were frozen or stamped."""
        return self['kwargs']['header']

    @tasks.setter
    def tasks(self, value: Any) -> None:
        self['kwargs']['header'] = value

    def _members(self) -> Any:
        """The tasks of its header, one by one."""
        header = self['kwargs']['header']
        return header.tasks if isinstance(header, group) else header

    @_field
    def body(self) -> Signature | None:
        """The task that gets the list of their results."""
        return self['kwargs']['body']

    @body.setter
    def body(self, value: Any) -> None:
        self['kwargs']['body'] = maybe_signature(value)

    def clone(self, *args: Any, **kwargs: Any) -> Any:
        """A copy with more arguments and options."""
        return super().clone(*args, **kwargs)

    def run(
        self,
        header: Any,
        body: Any,
        partial_args: Any,
        app: Celery | None = None,
        interval: float | None = None,
        countdown: float = 1,
        max_retries: int | None = None,
        eager: bool = False,
        task_id: str | None = None,
        kwargs: Any = None,
        **options: Any,
    ) -> Any:
        """Send a header with a body."""
        made = chord(header, body, app=app or self._app, **options)
        given = {'task_id': task_id} if task_id is not None else {}
        return (made.apply if eager else made.apply_async)(partial_args, kwargs, **given)

    def __call__(self, body: Any = None, **options: Any) -> Any:
        """Send it; the body may be given here."""
        return self.apply_async((), {} if body is None else {'body': body}, **options)

    def apply_async(
        self,
        args: Any = None,
        kwargs: Any = None,
        task_id: str | None = None,
        producer: Any = None,
        publisher: Any = None,
        connection: Any = None,
        router: Any = None,
        result_cls: Any = None,
        **options: Any,
    ) -> Any:
        """Send it. Arguments go to the header, options to header and body; `kwargs` may bring another body."""
        target: Any = self
        kwargs = dict(kwargs or {})
        body = kwargs.pop('body', None)
        if body is not None:
            target = self.__copy__()
            target['kwargs'] = {**self['kwargs'], 'body': maybe_signature(body)}
        streams = not (self.app.conf.task_always_eager or self.app.backend._polls_chords)
        if isinstance(target.tasks, _regen) and target.body is not None and streams:
            return target._send_one_by_one(args, kwargs, task_id, options)
        if task_id is not None:
            options['task_id'] = task_id
        return super(_chord, target).apply_async(args, kwargs, **options)

    def _send_one_by_one(self, args: Any, kwargs: Any, task_id: str | None, options: dict[str, Any]) -> Any:
        """Send a header while a generator is still making it: each task when the next one is there."""
        self.app.backend.ensure_chords_allowed()
        given = {**self.options, **options}
        group_id = self.options.get('task_id') or _bridge.new_uuid()
        body_id = task_id or given.pop('task_id', None) or _bridge.new_uuid()
        given.pop('task_id', None)
        body = self.body.clone(**options)  # type: ignore[union-attr]
        body.options.update(given)
        root_id = body.options.get('root_id')
        result = body.freeze(body_id, group_id=group_id, root_id=root_id)
        if not self.tasks:
            body.delay([])
            result.parent = GroupResult(group_id, [], app=self.app)
            return result
        for name in ('chain', 'chord', 'countdown'):
            given.pop(name, None)
        sending = _Header(group_id, body, root_id, tuple(args or ()) + tuple(self.args), kwargs, given)
        waiting = None
        for each in self.tasks:
            if waiting is not None:
                sending.send(waiting, last=False)
            waiting = each
        sending.send(waiting, last=True)
        result.parent = GroupResult(group_id, sending.results, app=self.app)
        return result

    def set_immutable(self, immutable: bool) -> None:
        """Whether the tasks of its header take no more arguments."""
        for each in self._members():
            each.set_immutable(immutable)

    def apply(
        self,
        args: Any = None,
        kwargs: Any = None,
        propagate: bool = True,
        body: Any = None,
        **options: Any,
    ) -> Any:
        """Run it here: the header, then the body."""
        from celery.app.eager import chord_eagerly

        return chord_eagerly(self, args, kwargs, maybe_signature(body) or self.body, propagate)

    def __length_hint__(self) -> int:
        return sum(_completions(each) for each in self._members())

    def __repr__(self) -> str:
        body = self.body
        if body is None:
            return f'<chord without body: {self.tasks!r}>'
        if isinstance(body, _chain) and body.tasks:
            first, rest = body.tasks[0], _plain_chain(body.tasks[1:])
            return without_prefix(first['task'], f'%({first.reprcall(self.tasks)} | {rest!r})')
        return '%' + without_prefix(body['task'], body.reprcall(self.tasks))


class _Header:
    """A chord's header on its way, task by task."""

    def __init__(
        self, group_id: str, body: Signature, root_id: str | None, args: Any, kwargs: Any, options: dict[str, Any]
    ) -> None:
        self.results: list[Any] = []
        self._group_id = group_id
        self._body = body
        self._root_id = root_id
        self._call = (args, kwargs)
        self._options = options
        self._size = 0

    def send(self, sig: Any, last: bool) -> None:
        """One more; how many there are is said before the last."""
        task = sig.clone()
        place = len(self.results)
        frozen = {'group_id': self._group_id, 'chord': self._body, 'root_id': self._root_id}
        self.results.append(task.freeze(**frozen, group_index=place))
        self._size += _completions(task)
        if last:
            body = _wire.Codec(live=False).signature(self._body)
            _bridge.tell_here('open-chord', group=self._group_id, size=self._size, body=body)
        args, kwargs = self._call
        task.apply_async(args, kwargs, add_to_parent=False, chord=self._body, **self._options)


#: Tasks side by side, then one with the list of their results: `chord([add.s(1, 1), add.s(2, 2)])(tsum.s())`.
chord = _chord

KINDS.update({'chain': _chain, 'group': group, 'chord': _chord})


def _several(tasks: tuple[Any, ...]) -> list[Signature] | None:
    """The tasks to be joined; None where there is one signature alone, or nothing."""
    if not tasks or (len(tasks) == 1 and isinstance(tasks[0], Mapping)):
        return None
    found = list(tasks[0]) if len(tasks) == 1 else list(tasks)
    return [maybe_signature(each) for each in found if each is not None] or None


def _signatures(tasks: Any) -> Any:
    """Signatures given one by one stay a tuple, others become a list."""
    if isinstance(tasks, GeneratorType):
        return _regen(maybe_signature(each) for each in tasks)
    if isinstance(tasks, _regen):
        return tasks
    if isinstance(tasks, list) and all(isinstance(each, Signature) for each in tasks):
        return tasks
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
