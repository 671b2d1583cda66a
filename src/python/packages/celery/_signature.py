"""A call for later: the task, its arguments and its options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from celery import _bridge, _wire
from celery._missing import refuse
from celery._state import Proxy, get_current_app, joining
from celery.result import result_from_tree
from celery.utils.saferepr import reprcall

if TYPE_CHECKING:
    from celery.app.base import Celery
    from celery.app.task import Task


class Signature(dict[str, Any]):
    """A call for later: the task, its arguments and options, as a dict.

    `add.s(2)` makes one. `sig.delay(4)` sends it with 4 in front of its own arguments; `a | b` makes a chain.
    """

    __module__ = 'celery.canvas'

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
        **ex: Any,
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
            options={**(options or {}), **ex},
            subtask_type=subtask_type,
            immutable=immutable,
        )

    @classmethod
    def from_dict(cls, d: Mapping[str, Any], app: Celery | None = None) -> Signature:
        """A signature from its dict, for instance one that came through JSON."""
        if _wire.is_signature(d) and not d['subtask_type'] and d['task'] not in KINDS:
            # What stands in the dict stays what it is: arguments that came as a list are one.
            return Signature(dict(d))._in(app)
        made = _wire.Codec(live=True)
        return made.revive(made.signature(d))._in(app)

    @staticmethod
    def from_fields(fields: dict[str, Any]) -> Signature:
        """A signature with exactly these fields, of the class that its `subtask_type` names."""
        kind = KINDS.get(fields['subtask_type'] or fields['task'], Signature)
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
        self,
        args: Iterable[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        route_name: str | None = None,
        **options: Any,
    ) -> Any:
        """Send it, with more arguments and options (see `Task.apply_async`)."""
        if self.app.conf.task_always_eager:
            return self._apply_eagerly(args, kwargs, options)
        return self.app._apply(self, args, kwargs, options)

    def _apply_eagerly(self, args: Any, kwargs: Any, options: dict[str, Any]) -> Any:
        """`task_always_eager`."""
        if self['subtask_type'] in ('chain', 'chord'):
            # They need the values of their tasks, wherever they are called.
            with joining(True):
                return self.apply(args, kwargs, **options)
        if self['subtask_type'] is not None:
            return self.apply(args, kwargs, **options)
        merged = self.clone(args, kwargs, **options)
        return merged.type.apply_async(merged.args, merged.kwargs, **merged.options)

    def apply(
        self, args: Iterable[Any] | None = None, kwargs: dict[str, Any] | None = None, **options: Any
    ) -> Any:
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
        from celery._deafness import remember_frozen

        codec = _wire.Codec(live=True)
        options = codec.options({key: value for key, value in given.items() if value is not None})
        heard = _bridge.tell('freeze', signature=codec.signature(self), options=options)
        self._become(codec.revive(heard['signature']))
        result = result_from_tree(heard['result'], self.app)
        remember_frozen(result)
        return result

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
            'link',
            signature=codec.signature(self),
            callback=codec.signature(maybe_signature(callback)),
            on=on,
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

    def stamp(self, visitor: Any = None, append_stamps: bool = False, **headers: Any) -> Any:
        """Put stamps on it and on all tasks in it: `sig.stamp(tenant='acme')`. They travel with the message.

        append_stamps: keep the values of a stamp that is there already, as a list. A single task returns itself.
        """
        from celery._stamping import stamp

        return stamp(self, visitor, append_stamps, headers)

    def stamp_links(self, visitor: Any, append_stamps: bool = False, **headers: Any) -> None:
        """Put stamps on its callbacks and errbacks alone."""
        from celery._stamping import stamp_links

        stamp_links(self, visitor, append_stamps, headers)

    # Combining

    def __or__(self, other: Any) -> Signature:  # type: ignore[override]
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

    def append_to_list_option(self, key: str, value: Any) -> Any:
        """Put a value into an option that is a list, unless it is in already; returns the value."""
        items = self._list_option(key)
        if value not in items:
            items.append(value)
        return value

    def extend_list_option(self, key: str, value: Any) -> None:
        """Add values to an option that is a list."""
        self._list_option(key).extend(value if isinstance(value, (list, tuple)) else [value])

    def _list_option(self, key: str) -> list[Any]:
        items = self['options'].get(key)
        if not isinstance(items, list):
            self['options'][key] = items = [] if items is None else [items]
        return items

    @classmethod
    def register_type(cls, name: str | None = None) -> Any:
        """A decorator: signatures whose `subtask_type` is this name are of the class."""

        def registered(kind: type[Signature]) -> type[Signature]:
            KINDS[name or kind.__name__] = kind
            return kind

        return registered

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
        made = [_merged(left, right) for left, right in zip(mine, heard)]
        return tuple(made) if isinstance(mine, tuple) else made
    return heard


#: The class of a signature by its `subtask_type`, or by its task where it has none.
KINDS: dict[str, type[Signature]] = {}


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


def without_prefix(task: str, text: str) -> str:
    """The text with the module of its first task named once."""
    module = task.rpartition('.')[0] + '.'
    first = text.find(module)
    if module == '.' or first < 0:
        return text
    end = first + len(module)
    return text[:end] + text[end:].replace(module, '')
