"""The app: settings, tasks, and the way to the broker and the result backend of the cluster."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import logging
import os
import types
import warnings
import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from celery import _bridge, _exact, _simulated, _tables, canvas
from celery._missing import attributes_of, refuse, sentence
from celery._state import Proxy, get_current_app, get_current_task, get_current_worker_task, state
from celery.app._models import with_models
from celery.app._surface import _AppSurface
from celery.app.amqp import AMQP
from celery.app.annotations import resolve as resolve_annotations
from celery.app.autoretry import add_autoretry
from celery.app.backends import Backend, backend_of
from celery.app.builtins import BUILTINS, builtin_definitions
from celery.app.control import Control
from celery.app.definition import definition, own_attributes
from celery.app.events import Events
from celery.app.periodic import AppSignal, entry_of
from celery.app.publishing import publish, publish_plain
from celery.app.registry import TaskRegistry
from celery.app.routers import Routers
from celery.app.settings import Settings
from celery.app.task import Task, without_unset
from celery.exceptions import AlwaysEagerIgnored, ImproperlyConfigured
from celery.result import AsyncResult
from celery.utils import gen_task_name
from kombu.utils.objects import cached_property

if TYPE_CHECKING:
    from celery.canvas import Signature

__all__ = ['Celery']
__getattr__ = attributes_of(__name__)

#: Arguments of the constructor that are settings by another name.
_RENAMED = {'broker': 'broker_url', 'backend': 'result_backend'}


class Celery(_AppSurface):
    """The app of a program: `app = Celery('shop', broker='redis://localhost', backend='redis://localhost')`.

    main: name of the program; names of tasks in a script begin with it. broker, backend: URLs of the message
    broker and of the result backend. include: modules with tasks that workers import. Other keyword arguments
    are settings (`app.conf`).
    """

    SYSTEM = 'Linux'
    IS_macOS = False
    IS_WINDOWS = False
    task_cls: Any = Task

    #: Name of the program.
    main: str | None = None
    #: Options of the command line, and steps of the worker, of one's own.
    user_options: dict[str, set[Any]] = None  # type: ignore[assignment]
    steps: dict[str, set[Any]] = None  # type: ignore[assignment]
    #: Moments of the app: before and after its settings are read, once its tasks are made, in a new process.
    on_configure: AppSignal = None  # type: ignore[assignment]
    on_after_configure: AppSignal = None  # type: ignore[assignment]
    on_after_finalize: AppSignal = None  # type: ignore[assignment]
    on_after_fork: AppSignal = None  # type: ignore[assignment]

    def __init__(
        self,
        main: str | None = None,
        loader: Any = None,
        backend: str | None = None,
        amqp: Any = None,
        events: Any = None,
        log: Any = None,
        control: Any = None,
        set_as_current: bool = True,
        tasks: Any = None,
        broker: str | None = None,
        include: Iterable[str] | str | None = None,
        changes: Mapping[str, Any] | None = None,
        config_source: Any = None,
        fixups: Any = None,
        task_cls: Any = None,
        autofinalize: bool = True,
        namespace: str | None = None,
        strict_typing: bool = True,
        **kwargs: Any,
    ) -> None:
        self.main = main
        self.strict_typing = strict_typing
        self.autofinalize = autofinalize
        self.finalized = False
        self.namespace = namespace
        self._routers = Routers(self)
        self._backend: Backend | None = None
        self._control: Control | None = None
        self._tasks = TaskRegistry(tasks if isinstance(tasks, Mapping) else {})
        self._conf = Settings(self)
        #: What `_sends_plainly` has found, until a setting changes.
        self._plain: bool | None = None
        self.task_cls = task_cls or self.task_cls
        self.user_options: dict[str, set[Any]] = {'worker': set(), 'preload': set()}
        self.steps: dict[str, set[Any]] = {'worker': set(), 'consumer': set()}
        self.on_configure = AppSignal()
        self.on_after_configure = AppSignal()
        self.on_after_finalize = AppSignal()
        self.on_after_fork = AppSignal()
        self._start(
            set_as_current, {'broker': broker, 'backend': backend, **(changes or {}), **kwargs}, include
        )
        if config_source is not None:
            self.config_from_object(config_source)

    def _start(self, set_as_current: bool, given: dict[str, Any], include: Any) -> None:
        memory = self._memory = state()
        memory.apps.append(self)
        if set_as_current:
            memory.current_app = self
        settings = {_RENAMED.get(key, key): value for key, value in given.items() if value is not None}
        if include is not None:
            settings['include'] = [include] if isinstance(include, str) else list(include)
        if not self.strict_typing:
            settings['strict_typing'] = False
        _bridge.tell('conf', main=self.main, settings={})
        self.conf.update(settings)
        _tables.notice(self.conf.result_backend)
        self._add_builtin_tasks()
        for register in list(memory.shared):
            register(self)

    # Settings

    @property
    def conf(self) -> Settings:
        """The settings: `app.conf.task_acks_late = True`, `app.conf.update(...)`."""
        return self._conf

    @conf.setter
    def conf(self, d: Any) -> None:
        self._conf.update(d)

    def config_from_object(
        self, obj: Any, silent: bool = False, force: bool = False, namespace: str | None = None
    ) -> None:
        """Take settings from a module (by its name too), a class or a dict. With `namespace='CELERY'` they are
        the names that begin with `CELERY_`.
        """
        self.namespace = namespace or self.namespace

        def read() -> Any:
            try:
                return _module_or_attribute(obj) if isinstance(obj, str) else obj
            except ImportError:
                if silent:
                    return {}
                raise

        self.conf.read_from(read, self.namespace)
        if force:
            self.conf.get('broker_url')

    def config_from_envvar(self, variable_name: str, silent: bool = False, force: bool = False) -> bool | None:
        """Take settings from the module that an environment variable names."""
        name = os.environ.get(variable_name)
        if not name:
            if silent:
                return False
            raise ImproperlyConfigured(
                f'The environment variable {variable_name!r} is not set,\nand as such the configuration could not be '
                'loaded.\n\nPlease set this variable and make sure it points to\na valid configuration module.\n\n'
                f'Example:\n    {variable_name}="proj.celeryconfig"'
            )
        return self.config_from_object(name, silent=silent, force=force)

    @property
    def _sends_plainly(self) -> bool:
        """Whether a call of a task is a message and nothing else: neither eager nor routed by functions."""
        found = self._plain
        if found is None:
            # They look at every call, until the first has settled the routes.
            self.conf.keep_router()
            found = self._plain = not (self.conf.task_always_eager or self._routers.functions)
        return found

    def add_defaults(self, fun: Any) -> None:
        """Settings for what the program has not set."""
        found = fun() if callable(fun) else fun
        self.conf.__dict__['_defaults'].update(found)

    def _on_settings(self, keys: list[str]) -> None:
        if 'result_backend' in keys:
            self._backend = None
            _tables.notice(self.conf.result_backend)
        if 'task_annotations' in keys:
            for task in self._tasks.values():
                if self._annotate(task):
                    self._tell_task(task, changed=True)

    @property
    def timezone(self) -> dt.tzinfo:
        """The time zone of the app, which beat goes by."""
        return zoneinfo.ZoneInfo(self.conf.timezone or 'UTC')

    def now(self) -> dt.datetime:
        """The moment now, in the run's own time."""
        return dt.datetime.now(self.timezone)

    # Tasks

    def task(self, *args: Any, **opts: Any) -> Any:
        """Make a task of a function: `@app.task` or `@app.task(bind=True, max_retries=5)`.

        bind: the function gets the task as `self`. name: its name, `module.function` unless given. base: its class.
        autoretry_for, retry_backoff, retry_kwargs: exceptions that make it try again, and when. max_retries,
        default_retry_delay: for `self.retry()`. acks_late: acknowledge after it has run. ignore_result,
        track_started, queue, priority, serializer, throws, typing: see `celery.Task`.
        """
        if len(args) > 1:
            raise TypeError(f'@task() takes exactly 1 argument ({len(args)} given)')
        if args and not callable(args[0]):
            raise TypeError('argument 1 to @task() must be a callable')

        def made(function: Callable[..., Any]) -> Task:
            return self._task_of_function(function, **opts)

        return made(args[0]) if args else made

    def _task_of_function(
        self,
        function: Callable[..., Any],
        name: str | None = None,
        base: type[Task] | None = None,
        bind: bool = False,
        **options: Any,
    ) -> Task:
        known = name or self.gen_task_name(function.__name__, function.__module__)
        already = self._tasks.made(known)
        if already is not None:
            return already
        options.pop('shared', None)
        options.pop('lazy', None)
        models = {key: options.pop(f'pydantic_{key}', None) for key in ('context', 'dump_kwargs')}
        strict = options.pop('pydantic_strict', False)
        if options.pop('pydantic', False) is True:
            function = with_models(self, function, known, strict, **models)
        options = without_unset(options)
        return self._adopt(self._made_of(function, known, base or self.Task, bind, options), options)

    def _made_of(
        self,
        function: Callable[..., Any],
        name: str,
        base: type[Task],
        bind: bool,
        options: dict[str, Any],
    ) -> Task:
        kind = type(
            function.__name__,
            (base,),
            {
                '_app': self,
                'name': name,
                'run': function if bind else staticmethod(function),
                'abstract': False,
                '_function': staticmethod(function),
                '_bound': bind,
                '__doc__': function.__doc__,
                '__module__': function.__module__,
                '__wrapped__': staticmethod(function),
                **options,
            },
        )
        made: Task = kind()
        return made

    def register_task(self, task: Any, **options: Any) -> Task:
        """Register a task of a class of your own: `app.register_task(MyTask())`."""
        instance: Task = task() if isinstance(task, type) else task
        if not instance.name:
            kind = type(instance)
            instance.name = self.gen_task_name(str(kind.__name__), kind.__module__)
        type(instance)._app = self
        for option, value in options.items():
            setattr(instance, option, value)
        return self._adopt(instance, {**vars(type(instance)), **options})

    def _add_builtin_tasks(self) -> None:
        """Register Celery's own tasks; made when somebody looks, unless that could be noticed (rule 4.59)."""
        if self.task_cls is not Task or self.conf.task_annotations:
            for body in BUILTINS:
                self._task_of_function(body.function, body.name, bind=body.bind, **body.options)
            return
        _bridge.tell('tasks', definitions=builtin_definitions())
        self._tasks.expect({body.name for body in BUILTINS}, self._make_builtin_tasks)

    def _make_builtin_tasks(self) -> dict[str, Task]:
        made = {
            body.name: self._made_of(body.function, body.name, self.Task, body.bind, body.options)
            for body in BUILTINS
        }
        for task in made.values():
            object.__setattr__(task, '_registered', True)
        return made

    def _adopt(self, task: Task, options: dict[str, Any]) -> Task:
        add_autoretry(task)
        self._tasks[task.name] = task
        object.__setattr__(task, '_registered', True)
        self._annotate(task)
        if not task.name.startswith('celery.'):
            _simulated.check_task_options(task.name, options)
        self._tell_task(task)
        task.on_bound(self)
        return task

    def _tell_task(self, task: Task, changed: bool = False) -> None:
        _exact.notice(own_attributes(task))
        # A fork says nothing new, and describing a task takes its time.
        if not _bridge.muted():
            _bridge.tell('tasks', definitions=[definition(task)], changed=changed)

    def _annotate(self, task: Task) -> bool:
        """Rule 4.58: `task_annotations` overrides attributes. Whether it did."""
        changed = False
        for found in resolve_annotations(self.conf.task_annotations, task):
            for attribute, value in found.items():
                changed = True
                if attribute.startswith('@'):
                    _simulated.note_task_option(task.name, attribute)
                    continue
                # Celery sets it on the class, so a function becomes a method.
                method = isinstance(value, types.FunctionType)
                object.__setattr__(task, attribute, types.MethodType(value, task) if method else value)
                if not task.name.startswith('celery.'):
                    _simulated.check_task_options(task.name, {attribute: value})
        return changed

    def gen_task_name(self, name: str, module: str) -> str:
        """The name that a function's task gets."""
        return gen_task_name(self, name, module)

    @property
    def tasks(self) -> TaskRegistry:
        """Every task by its name; NotRegistered for others."""
        return self._tasks

    def finalize(self, auto: bool = False) -> None:
        """Celery makes its tasks here; in the sandbox they are made at once."""
        self.finalized = True

    def autodiscover_tasks(
        self, packages: Any = None, related_name: str | None = 'tasks', force: bool = False
    ) -> None:
        """Let workers import the module `tasks` of each package; a package without one is passed over (rule 4.57)."""
        if _bridge.role() == 'client' and not force:
            return
        for package in (packages() if callable(packages) else packages) or ():
            _import_related(package, related_name)

    def _import_modules(self) -> None:
        """What comes after the module of the app: its moments, and what workers import besides."""
        if _bridge.role() != 'process':
            for moment in (self.on_configure, self.on_after_configure, self.on_after_finalize):
                moment.send(sender=self)
        self.conf.get('broker_url')
        self.conf.tell_changes()
        if _bridge.role() == 'client':
            return
        for setting in ('imports', 'include'):
            names = self.conf.get(setting) or ()
            for name in [names] if isinstance(names, str) else names:
                importlib.import_module(name)

    def add_periodic_task(
        self, schedule: Any, sig: Any, args: Any = (), kwargs: Any = (), name: str | None = None, **opts: Any
    ) -> str:
        """Let beat send a signature again and again: `app.add_periodic_task(30.0, check.s())`; gives the entry's name.

        schedule: seconds, a timedelta or a crontab. name: of the entry, the signature's repr unless given.
        Other keyword arguments are options of `apply_async`.
        """
        key = name or repr(sig.clone(args, kwargs))
        entries = self.conf.beat_schedule or {}
        if name is None and key in entries:
            logging.getLogger('celery.app.base').warning(
                "Periodic task key='%s' shadowed a previous unnamed periodic task. Pass a name kwarg to "
                'add_periodic_task to silence this warning.',
                key,
            )
        self.conf.beat_schedule = {**entries, key: entry_of(schedule, sig, args, kwargs, opts)}
        return key

    # Sending

    def send_task(
        self,
        name: str,
        args: Iterable[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        countdown: float | None = None,
        eta: dt.datetime | None = None,
        task_id: str | None = None,
        producer: Any = None,
        connection: Any = None,
        router: Any = None,
        result_cls: Any = None,
        expires: float | dt.datetime | None = None,
        publisher: Any = None,
        link: Any = None,
        link_error: Any = None,
        add_to_parent: bool = True,
        group_id: str | None = None,
        group_index: int | None = None,
        retries: int = 0,
        chord: Any = None,
        reply_to: str | None = None,
        time_limit: float | None = None,
        soft_time_limit: float | None = None,
        root_id: str | None = None,
        parent_id: str | None = None,
        route_name: str | None = None,
        shadow: str | None = None,
        chain: Any = None,
        task_type: Any = None,
        replaced_task_nesting: int = 0,
        **options: Any,
    ) -> AsyncResult:
        """Send a task by its name; this program need not know it, so its arguments are not checked."""
        if self.conf.task_always_eager:
            warnings.warn(AlwaysEagerIgnored('task_always_eager has no effect on send_task'), stacklevel=2)
        named = {
            'countdown': countdown,
            'eta': eta,
            'task_id': task_id,
            'expires': expires,
            'link': link,
            'link_error': link_error,
            'add_to_parent': None if add_to_parent else False,
            'group_id': group_id,
            'group_index': group_index,
            'retries': retries or None,
            'chord': chord,
            'reply_to': reply_to,
            'time_limit': time_limit,
            'soft_time_limit': soft_time_limit,
            'root_id': root_id,
            'parent_id': parent_id,
            'shadow': shadow,
            'chain': chain,
            'replaced_task_nesting': replaced_task_nesting or None,
        }
        given = {**{key: value for key, value in named.items() if value is not None}, **options}
        return self._send(name, args, kwargs, given, by_name=True)

    def _send(
        self, name: str, args: Any, kwargs: Any, options: dict[str, Any], by_name: bool = False
    ) -> AsyncResult:
        """Send one task."""
        if args is not None and not isinstance(args, (list, tuple)):
            raise TypeError('task args must be a list or tuple')
        if kwargs is not None and not isinstance(kwargs, Mapping):
            raise TypeError('task keyword arguments must be a mapping')
        if not options and not by_name:
            result = publish_plain(self, name, args if args else (), kwargs)
            if result is not None:
                return result
        sig = canvas.Signature(name, app=self)
        return self._apply(sig, args if args else (), kwargs, options, by_name=by_name)

    def _apply(
        self, sig: Signature, args: Any, kwargs: Any, options: dict[str, Any], by_name: bool = False
    ) -> Any:
        """Send a signature of any kind."""
        return publish(self, sig, args, kwargs, options, by_name)

    def signature(self, *args: Any, **kwargs: Any) -> Signature:
        """A call for later, by task or name."""
        kwargs['app'] = self
        return canvas.signature(*args, **kwargs)

    # Results

    @property
    def backend(self) -> Backend:
        """The result backend."""
        if self._backend is None:
            self._backend = backend_of(self)
        return self._backend

    # The rest

    @property
    def current_task(self) -> Task | None:
        """The task that runs here, or None."""
        return get_current_task()

    @property
    def current_worker_task(self) -> Task | None:
        """The task that a worker runs here, or None."""
        return get_current_worker_task()

    @property
    def control(self) -> Control:
        """Remote control of workers: `app.control.revoke(id)`, `app.control.inspect().active()`."""
        if self._control is None:
            self._control = Control(self)
        return self._control

    @property
    def events(self) -> Events:
        """The event stream: `app.events.Receiver`, `app.events.State`."""
        return Events(self)

    @cached_property
    def amqp(self) -> AMQP:  # type: ignore[override]
        """The queues that the app knows."""
        return AMQP(self)

    def set_current(self) -> None:
        """Make it the app that `current_app` stands for."""
        state().current_app = self

    def set_default(self) -> None:
        """Make it the app that `current_app` stands for."""
        self.set_current()

    def close(self) -> None:
        """Forget it."""
        memory = state()
        if self in memory.apps:
            memory.apps.remove(self)
        if memory.current_app is self:
            memory.current_app = memory.apps[-1] if memory.apps else None

    def worker_main(self, argv: list[str] | None = None) -> NoReturn:
        """Run a worker: workers are started by the lab instead."""
        if 'worker' not in (argv or ()):
            raise ValueError(
                'The worker sub-command must be specified in argv.\n'
                'Use app.start() to programmatically start other commands.'
            )
        refuse('app.worker_main')

    def __enter__(self) -> Celery:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        raise AttributeError(sentence(f'app.{name}'))

    def __repr__(self) -> str:
        return f'<{type(self).__name__} {self.main or "__main__"} at {id(self):#x}>'


def _imported(path: str) -> Any:
    module, _, name = path.replace(':', '.').rpartition('.')
    return getattr(importlib.import_module(module), name)


def _module_or_attribute(path: str) -> Any:
    if ':' in path:
        return _imported(path)
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as exc:
        # `module.Class` names a class in a module; an error inside the module is the learner's to see.
        if exc.name != path or '.' not in path:
            raise
        return _imported(path)


def _import_related(package: str, related_name: str | None) -> None:
    importlib.import_module(package)
    if related_name and importlib.util.find_spec(f'{package}.{related_name}') is not None:
        importlib.import_module(f'{package}.{related_name}')


def shared_task(*args: Any, **kwargs: Any) -> Any:
    """Make a task for whatever app there is: `@shared_task` takes the options of `@app.task`."""

    def made(function: Callable[..., Any]) -> Any:
        def register(app: Celery) -> Task:
            return app._task_of_function(function, **kwargs)

        memory = state()
        memory.shared.append(register)
        for app in memory.apps:
            register(app)

        def find() -> Task:
            return register(get_current_app())

        return Proxy(find)

    return made(args[0]) if args and callable(args[0]) else made
