/**
 * What a learner reads under an error, or in place of one that real Celery does not give: whole sentences with
 * named slots. To translate them all, translate this table. The numbers are the rules of the mistake.
 */
export const MISTAKE_TEXTS = {
  // 10.1, 4.53, 4.56
  'not-registered':
    'The process that looked for {task} does not know a task of that name. A worker knows the tasks of the modules that it imports: name the module in include=[...], and compare the name with the one in the decorator.',
  // 10.2
  'no-result-backend':
    'This app has nowhere to keep results, so nobody can ask for one. Give it a result backend: Celery(..., backend="redis://localhost").',
  // 10.3, 10.4
  'broker-not-there':
    'Nothing answers at the address of the broker, so the task was not sent. Compare broker= with the broker of your cluster; without broker= Celery tries amqp://guest@localhost:5672.',
  // 10.5
  'wrong-arguments':
    'Celery compares the arguments with the function before it sends a task, so nothing was sent. Call {function} with the arguments that it takes.',
  // 10.6
  'not-json':
    'A message is JSON text, and an object of type {type} cannot be written in it. Send plain values: numbers, texts, lists and dicts, or the id of a row in place of the row.',
  // 4.10b
  'result-not-json':
    'The task ran, but its result cannot be written as JSON, so it counts as failed. Return plain values: numbers, texts, lists and dicts.',
  // 10.7
  'content-not-accepted':
    'The message is written as {type}, and accept_content of whoever read it does not name that. Add {type} to accept_content on both sides, if you trust everybody who can send here.',
  // 10.8
  'get-in-task':
    'A task that waits for another one keeps its process busy; when all of them wait, nobody is left to work. Make a chain or a chord of the two tasks instead.',
  // 10.9
  'chord-without-backend':
    'A task after a group needs to know when the whole group is done, and this app cannot count that. Give it the result backend redis or database.',
  // 10.11, 10.14, 10.40
  'no-result-in-time':
    'No result came in that time. Perhaps no worker takes from the queue, the task is still running, or it stores no result.',
  // 10.12
  'pending-means-unknown':
    'PENDING does not say that the task waits in a queue: the result backend has never heard of the id {id}. An id with a typing error is PENDING for ever.',
  // 10.13
  'result-ignored':
    'This task stores no result (ignore_result), so get() gives None at once, whether it has run or not.',
  // 10.10
  'called-directly':
    '{call} ran here in your program, like any function: no message was sent and no worker saw it. To send it to a worker, write {delay}.',
  // 10.16, 4.26
  'retry-swallowed':
    '{task} has asked for a retry, and this run ends well all the same, so the task will run again. self.retry() works by raising Retry: an "except Exception:" around it must let Retry through.',
  // 10.17
  'self-without-bind':
    'A task knows itself as self only with @app.task(bind=True), and then self is the first parameter of its function.',
  // 4.31
  'self-not-bound':
    '{function} has a parameter self, but Celery gives it none. Write @app.task(bind=True) above it.',
  // 10.30
  'callback-gets-result':
    '{function} was called with the result of the task before it, and it takes no argument. Write {function}.si() in place of {function}.s(), or give it a parameter.',
  // 10.30, 10.31
  'callback-needs-more':
    'A callback gets one value, the result of the task before it; an errback that is bound gets the id of the failed task. {function} asks for more: give the rest with .s(...), or take the bind=True away from an errback of (request, exc, traceback).',
  // 10.21
  'every-minute':
    'crontab(hour={hour}) without minute= means every minute of that hour, sixty times. For once in the hour write crontab(minute=0, hour={hour}).',
  // 10.22
  'naive-eta':
    'The eta {eta} has no time zone, so Celery reads it as UTC, and this app lives in {zone}. Write datetime.now(timezone.utc), or use countdown=.',
  // 10.37
  'no-app':
    'The worker has imported your module and found no app in it. Make one there: app = Celery("shop", ...).',
  // 10.38
  'queue-not-known':
    'task_create_missing_queues is off, so only queues of task_queues can be sent to. Add {queue} there, or mend its name.',
  // 10.39
  'rediss-needs-certificates':
    'rediss:// is Redis over TLS, and it has to be told how to check certificates: add ?ssl_cert_reqs=CERT_REQUIRED to the address, or write redis://.',
  // 10.44
  'exception-not-rebuilt':
    'An exception travels as its class and its args, and this one cannot be made again of them. Let its __init__ pass on to super().__init__() exactly the arguments that it takes.',
  // 10.46
  'removed-in-five':
    'That name is from Celery 4 and is gone since Celery 5. Write @app.task, or from celery import shared_task.',
  // 10.48
  'file-named-celery':
    'Your own file is named celery.py, so Python finds it in place of the library. Give it another name.',
  // 9.1
  'old-and-new-settings':
    'Settings have new names in small letters since Celery 4. One source must not mix them with the old ones: use the names that stand on the right.',
  // 9.2
  'no-such-setting':
    'Celery has no setting of that name, and nobody has set it. Setting a wrong name is not an error: it simply has no effect.',
  // 9.5
  'no-such-variable':
    'config_from_envvar() reads the name of a module from that environment variable, and it is empty.',
  // 4.54
  'decorator-takes-function':
    '@app.task stands above a function. Options are given by name: @app.task(name="shop.add").',
  // 4.56
  'no-run':
    'A task that is a class needs a method run(), and it must be registered: app.register_task(MyTask()).',
  // 4.64
  'receiver-needs-kwargs':
    'Celery may give a receiver more arguments in a later version: end its parameters with **kwargs.',
  // 4.41
  'no-task-id':
    'update_state() stores a state for the task that runs. Outside of a task give it the id: update_state(task_id=...).',
  // 4.60
  'no-pydantic':
    'pydantic=True needs the package pydantic, which cannot be had in this sandbox. Take dicts, and check them in the task.',
  // 4.20
  'no-tries-left':
    'The task was tried max_retries times after the first, and no try is left. Give self.retry(exc=...) the real error, then that is what you see here.',
  // 3.35
  'soft-limit':
    'The soft time limit was over, so SoftTimeLimitExceeded was raised in the middle of the task. Catch it there to clean up.',
  'hard-limit':
    'The time limit was over, so the process was killed in the middle of the task, without a chance to clean up. A soft_time_limit gives it one.',
  'worker-lost':
    'The process that ran the task died. With acks_late=True and reject_on_worker_lost=True the message goes back to the queue.',
  // 3.56
  revoked: 'The task was revoked before it ran, or it expired: there is no result.',
} as const

/** The key of a mistake's sentence. */
export type MistakeKey = keyof typeof MISTAKE_TEXTS

/** What stands in the slots of a mistake's sentence. */
export type MistakeSlots = { readonly [slot: string]: string }

/** A mistake's sentence with its slots filled. */
export const mistakeText = (key: MistakeKey, slots: MistakeSlots = {}): string =>
  MISTAKE_TEXTS[key].replaceAll(/\{(\w+)\}/gu, (whole, slot: string) => slots[slot] ?? whole)

/** Is there a mistake of this name? */
export const isMistake = (key: string): key is MistakeKey => Object.hasOwn(MISTAKE_TEXTS, key)
