/** A mistake as a learner makes it, what real Celery says of it, and the sentence under it. */
export interface Case {
  /** Its rule of BEHAVIOUR.md. */
  readonly rule: string
  readonly mistake: string
  /** The module of the app, before `main`. */
  readonly app?: string
  /** Lines of `main()`. */
  readonly main: readonly string[]
  /** Files beside it. */
  readonly files?: { readonly [name: string]: string }
  readonly broker?: 'redis' | 'rabbitmq'
  /** The address in the program counts, not that of the cluster. */
  readonly brokerUrl?: 'source'
  /** What leaves the program: `module.Class: text`; a part of a worker's log line; null: real Celery says nothing. */
  readonly program?: string
  readonly log?: string
  readonly key: string
  readonly slots?: { readonly [slot: string]: string }
}

const REDIS = "broker='redis://localhost', backend='redis://localhost'"

const app = (more = '', given = REDIS): string =>
  [
    'from celery import Celery, chain, chord, group',
    `app = Celery('shop', ${given})`,
    '@app.task',
    'def add(x, y):',
    '    return x + y',
    '@app.task',
    'def total(xs):',
    '    return sum(xs)',
    more,
  ].join('\n')

const task = (options: string, ...body: readonly string[]): string =>
  app([`@app.task${options}`, ...body].join('\n'))

const IN_TASK =
  'Never call result.get() within a task!\nSee https://docs.celeryq.dev/en/latest/userguide/tasks.html#avoid-launching-synchronous-subtasks\n'

const CHORDS =
  '\n\nNote that a group chained with a task is also upgraded to be a chord,\nas this pattern requires synchronization.\n\nResult backends that supports chords: Redis, Database, Memcached, and more.'

const NO_BACKEND = app('', "broker='redis://localhost'")

/** Every mistake that has a sentence. */
export const CASES: readonly Case[] = [
  {
    rule: '10.1',
    mistake: 'a worker that has not imported the task',
    main: ["app.send_task('proj.add', (1, 2)).get(timeout=5)"],
    program: "celery.exceptions.NotRegistered: 'proj.add'",
    log: "Received unregistered task of type 'proj.add'.\nThe message has been ignored and discarded.\n\nDid you remember to import the module containing this task?\nOr maybe you're using relative imports?",
    key: 'not-registered',
    slots: { task: 'proj.add' },
  },
  {
    rule: '10.1',
    mistake: 'a name that the registry does not have',
    main: ["app.tasks['x']"],
    program: "celery.exceptions.NotRegistered: 'x'",
    key: 'not-registered',
    slots: { task: 'x' },
  },
  {
    rule: '4.56',
    mistake: 'a class that is not registered',
    app: app("class Send(app.Task):\n    name = 'shop.send'\n    def run(self):\n        return 1"),
    main: ['Send().delay().get(timeout=5)'],
    program: "celery.exceptions.NotRegistered: 'shop.send'",
    log: "Received unregistered task of type 'shop.send'.",
    key: 'not-registered',
    slots: { task: 'shop.send' },
  },
  {
    rule: '10.2',
    mistake: 'get() without a result backend',
    app: NO_BACKEND,
    main: ['add.delay(1, 2).get()'],
    program:
      'builtins.NotImplementedError: No result backend is configured.\nPlease see the documentation for more information.',
    key: 'no-result-backend',
  },
  {
    rule: '10.2',
    mistake: 'state without a result backend',
    app: NO_BACKEND,
    main: ['add.delay(1, 2).state'],
    program:
      "builtins.AttributeError: 'DisabledBackend' object has no attribute '_get_task_meta_for'",
    key: 'no-result-backend',
  },
  {
    rule: '10.3',
    mistake: 'a wrong address of the broker',
    app: app('app.conf.task_publish_retry = False', "broker='redis://localhost:6380'"),
    brokerUrl: 'source',
    main: ['add.delay(1, 2)'],
    program:
      'kombu.exceptions.OperationalError: Error 111 connecting to localhost:6380. Connection refused.',
    key: 'broker-not-there',
  },
  {
    rule: '10.4',
    mistake: 'no address of the broker',
    app: app('', ''),
    brokerUrl: 'source',
    main: ['add.delay(1, 2)'],
    program: 'kombu.exceptions.OperationalError: [Errno 111] Connection refused',
    log: 'consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.',
    key: 'broker-not-there',
  },
  {
    rule: '10.5',
    mistake: 'an argument too few',
    main: ['add.delay(1)'],
    program: "builtins.TypeError: add() missing 1 required positional argument: 'y'",
    key: 'wrong-arguments',
    slots: { function: 'add()' },
  },
  {
    rule: '10.5',
    mistake: 'an argument too many',
    main: ['add.delay(1, 2, 3)'],
    program: 'builtins.TypeError: add() takes 2 positional arguments but 3 were given',
    key: 'wrong-arguments',
    slots: { function: 'add()' },
  },
  {
    rule: '10.5',
    mistake: 'an argument of another name',
    main: ['add.delay(1, z=2)'],
    program: "builtins.TypeError: add() got an unexpected keyword argument 'z'",
    key: 'wrong-arguments',
    slots: { function: 'add()' },
  },
  {
    rule: '10.6',
    mistake: 'an argument that is no JSON',
    main: ['add.delay(1, {2, 3})'],
    program: 'kombu.exceptions.EncodeError: Object of type set is not JSON serializable',
    key: 'not-json',
    slots: { type: 'set' },
  },
  {
    rule: '4.10b',
    mistake: 'a result that is no JSON',
    app: task('', 'def thing():', '    return object()'),
    main: ['thing.delay().get()'],
    program:
      "kombu.exceptions.EncodeError: TypeError('Object of type object is not JSON serializable')",
    key: 'result-not-json',
  },
  {
    rule: '10.7',
    mistake: 'a content type that the worker does not accept',
    app: app("app.conf.accept_content = ['yaml']"),
    main: ['import time', 'add.delay(1, 2)', 'time.sleep(1)'],
    log: 'Refusing to deserialize untrusted content of type json (application/json)',
    key: 'content-not-accepted',
    slots: { type: 'json' },
  },
  {
    rule: '10.8',
    mistake: 'get() in a task',
    app: task('', 'def outer():', '    return add.delay(1, 2).get()'),
    main: ['outer.delay().get()'],
    program: `builtins.RuntimeError: ${IN_TASK}`,
    key: 'get-in-task',
  },
  {
    rule: '10.9',
    mistake: 'a chord without a result backend',
    app: NO_BACKEND,
    main: ['(group(add.s(1, 1), add.s(2, 2)) | total.s())()'],
    program: `builtins.NotImplementedError: Starting chords requires a result backend to be configured.${CHORDS}`,
    key: 'chord-without-backend',
  },
  {
    rule: '10.9',
    mistake: 'a chord with the backend rpc',
    app: app('', "broker='amqp://', backend='rpc://'"),
    broker: 'rabbitmq',
    main: ['(group(add.s(1, 1), add.s(2, 2)) | total.s())()'],
    program: `builtins.NotImplementedError: The "rpc" result backend does not support chords!${CHORDS}`,
    key: 'chord-without-backend',
  },
  {
    rule: '10.10',
    mistake: 'a task called like a function',
    main: ['add(1, y=2)'],
    key: 'called-directly',
    slots: { call: 'add(1, y=2)', delay: 'add.delay(1, y=2)' },
  },
  {
    rule: '10.11, 10.14',
    mistake: 'a queue that no worker takes from',
    main: ["add.apply_async((1, 2), queue='mail').get(timeout=2)"],
    program: 'celery.exceptions.TimeoutError: The operation timed out.',
    key: 'no-result-in-time',
  },
  {
    rule: '10.12',
    mistake: 'the state of an id with a typing error',
    main: ["app.AsyncResult('nope').state"],
    key: 'pending-means-unknown',
    slots: { id: 'nope' },
  },
  {
    rule: '10.13',
    mistake: 'get() of a task without result',
    app: task('(ignore_result=True)', 'def quiet():', '    return 1'),
    main: ['assert quiet.delay().get() is None'],
    key: 'result-ignored',
  },
  {
    rule: '10.16',
    mistake: 'a broad except around retry()',
    app: task(
      '(bind=True, max_retries=1)',
      'def risky(self):',
      '    try:',
      '        self.retry(countdown=1)',
      '    except Exception:',
      "        return 'done'",
    ),
    main: ['risky.delay().get()'],
    key: 'retry-swallowed',
    slots: { task: 'client.risky' },
  },
  {
    rule: '10.17',
    mistake: 'self without bind',
    app: task('', 'def risky():', '    self.retry()'),
    main: ['risky.delay().get()'],
    program: "builtins.NameError: name 'self' is not defined",
    key: 'self-without-bind',
  },
  {
    rule: '4.31',
    mistake: 'a parameter self without bind',
    app: task('', 'def risky(self):', '    self.retry()'),
    main: ['risky.delay()'],
    program: "builtins.TypeError: risky() missing 1 required positional argument: 'self'",
    key: 'self-not-bound',
    slots: { function: 'risky' },
  },
  {
    rule: '10.30',
    mistake: 'a callback that takes no result',
    app: task('', 'def done():', '    return 1'),
    main: ['(add.s(1, 2) | done.s())().get()'],
    program: 'builtins.TypeError: done() takes 0 positional arguments but 1 was given',
    key: 'callback-gets-result',
    slots: { function: 'done' },
  },
  {
    rule: '10.30',
    mistake: 'a callback that asks for more than the result',
    main: ['(add.s(1, 2) | add.s())().get()'],
    program: "builtins.TypeError: add() missing 1 required positional argument: 'y'",
    key: 'callback-needs-more',
    slots: { function: 'add' },
  },
  {
    rule: '10.21',
    mistake: 'crontab(hour=7)',
    app: app(
      "from celery.schedules import crontab\napp.conf.beat_schedule = {'x': {'task': 'client.add', 'schedule': crontab(hour=7)}}",
    ),
    main: ['pass'],
    key: 'every-minute',
    slots: { hour: '7' },
  },
  {
    rule: '10.22',
    mistake: 'an eta without a time zone',
    app: app("app.conf.timezone = 'Europe/Berlin'\nimport datetime"),
    main: ['add.apply_async((1, 2), eta=datetime.datetime(2026, 1, 1, 12))'],
    key: 'naive-eta',
    slots: { eta: '2026-01-01 12:00:00', zone: 'Europe/Berlin' },
  },
  {
    rule: '10.37',
    mistake: 'a module without an app',
    app: 'x = 1',
    main: ['pass'],
    log: "Error: \nUnable to load celery application.\nModule 'client' has no attribute 'celery'",
    key: 'no-app',
  },
  {
    rule: '10.38',
    mistake: 'a queue with a typing error',
    app: app('app.conf.task_create_missing_queues = False'),
    main: ["add.apply_async((1, 2), queue='mial')"],
    program: 'celery.exceptions.QueueNotFound: "Queue \'mial\' missing from task_queues"',
    key: 'queue-not-known',
    slots: { queue: 'mial' },
  },
  {
    rule: '10.39',
    mistake: 'rediss:// without certificates',
    app: app('', "broker='redis://localhost', backend='rediss://localhost'"),
    main: ['add.delay(1, 2)'],
    program:
      'builtins.ValueError: \nA rediss:// URL must have parameter ssl_cert_reqs and this must be set to CERT_REQUIRED, CERT_OPTIONAL, or CERT_NONE\n',
    key: 'rediss-needs-certificates',
  },
  {
    rule: '10.44',
    mistake: 'an exception that keeps its arguments to itself',
    app: app(
      'class NoMoney(Exception):\n    def __init__(self, code, who):\n        super().__init__(who)\n@app.task\ndef pay():\n    raise NoMoney(3, "me")',
    ),
    main: ['pay.delay().get()'],
    program: "celery.utils.serialization.UnpickleableExceptionWrapper: NoMoney('me')",
    key: 'exception-not-rebuilt',
  },
  {
    rule: '10.46',
    mistake: 'from celery import task',
    main: ['from celery import task'],
    program: "builtins.ImportError: cannot import name 'task' from 'celery' (",
    key: 'removed-in-five',
  },
  {
    rule: '10.46',
    mistake: 'celery.task',
    main: ['from celery.task import periodic_task'],
    program: "builtins.ModuleNotFoundError: No module named 'celery.task'",
    key: 'removed-in-five',
  },
  {
    rule: '10.48',
    mistake: 'a file named celery.py',
    files: { 'celery.py': 'from celery import Celery\n' },
    main: ['pass'],
    program:
      "builtins.ImportError: cannot import name 'Celery' from partially initialized module 'celery' (",
    key: 'file-named-celery',
  },
  {
    rule: '9.1',
    mistake: 'old and new names of settings in one source',
    main: [
      "app.config_from_object({'CELERYD_CONCURRENCY': 1, 'task_acks_late': True})",
      'app.conf.task_acks_late',
    ],
    program:
      'celery.exceptions.ImproperlyConfigured: \n\nCannot mix new and old setting keys, please rename the\nfollowing settings to the new format:\n\nCELERYD_CONCURRENCY                  -> worker_concurrency\n\n',
    key: 'old-and-new-settings',
  },
  {
    rule: '9.2',
    mistake: 'a setting that there is not',
    main: ['app.conf.nosuch'],
    program: "builtins.AttributeError: 'Settings' object has no attribute 'nosuch'",
    key: 'no-such-setting',
  },
  {
    rule: '9.5',
    mistake: 'config_from_envvar() of nothing',
    main: ["app.config_from_envvar('SHOP_CONFIG')"],
    program:
      "celery.exceptions.ImproperlyConfigured: The environment variable 'SHOP_CONFIG' is not set,\nand as such the configuration could not be loaded.\n\nPlease set this variable and make sure it points to\na valid configuration module.",
    key: 'no-such-variable',
  },
  {
    rule: '4.54',
    mistake: 'options of a task by place',
    main: ["app.task('shop.add')"],
    program: 'builtins.TypeError: argument 1 to @task() must be a callable',
    key: 'decorator-takes-function',
  },
  {
    rule: '4.54',
    mistake: 'two arguments for @app.task',
    main: ['app.task(len, 1)'],
    program: 'builtins.TypeError: @task() takes exactly 1 argument (2 given)',
    key: 'decorator-takes-function',
  },
  {
    rule: '4.56',
    mistake: 'a task without run()',
    main: ['app.Task().run()'],
    program: 'builtins.NotImplementedError: Tasks must define the run method.',
    key: 'no-run',
  },
  {
    rule: '4.64',
    mistake: 'a receiver without **kwargs',
    main: [
      'from celery.signals import task_success',
      'task_success.connect(lambda sender, result: None, weak=False)',
    ],
    program: 'builtins.ValueError: Signal receiver must accept keyword arguments.',
    key: 'receiver-needs-kwargs',
  },
  {
    rule: '4.41',
    mistake: 'update_state() outside of a task',
    main: ["add.update_state(state='PROGRESS')"],
    program: 'builtins.ValueError: task_id must not be empty. Got None instead.',
    key: 'no-task-id',
  },
  {
    rule: '4.60',
    mistake: 'models without pydantic',
    main: ['app.task(pydantic=True)(lambda: 1)'],
    program:
      'celery.exceptions.ImproperlyConfigured: You need to install pydantic to use pydantic model serialization.',
    key: 'no-pydantic',
  },
  {
    rule: '4.21',
    mistake: 'retries without exc=',
    app: task('(bind=True, max_retries=0)', 'def again(self):', '    self.retry()'),
    main: ['again.delay().get()'],
    program: "celery.exceptions.MaxRetriesExceededError: Can't retry client.again[",
    key: 'no-tries-left',
  },
  {
    rule: '3.35',
    mistake: 'a soft time limit that nobody catches',
    app: task('(soft_time_limit=1)', 'def slow():', '    import time', '    time.sleep(9)'),
    main: ['slow.delay().get()'],
    program: 'billiard.exceptions.SoftTimeLimitExceeded: SoftTimeLimitExceeded()',
    key: 'soft-limit',
  },
  {
    rule: '3.36',
    mistake: 'a time limit',
    app: task('(time_limit=1)', 'def slow():', '    import time', '    time.sleep(9)'),
    main: ['slow.delay().get()'],
    program: 'billiard.exceptions.TimeLimitExceeded: TimeLimitExceeded(1,)',
    key: 'hard-limit',
  },
  {
    rule: '3.32',
    mistake: 'a process that dies',
    app: task(
      '',
      'def die():',
      '    import os, signal',
      '    os.kill(os.getpid(), signal.SIGKILL)',
    ),
    main: ['die.delay().get()'],
    program:
      'billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: 0.',
    key: 'worker-lost',
  },
  {
    rule: '3.59',
    mistake: 'a task that has expired',
    main: ['add.apply_async((1, 2), countdown=2, expires=1).get()'],
    program: 'celery.exceptions.TaskRevokedError: expired',
    key: 'revoked',
  },
]
