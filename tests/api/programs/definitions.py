import warnings

from celery import Celery, Task, current_task, group, shared_task
from celery.contrib.abortable import AbortableAsyncResult, AbortableTask
from celery.result import AsyncResult
from kombu import Exchange, Queue

warnings.simplefilter('ignore')
app = Celery('shop', broker='memory://', backend='cache+memory://')


def tried(call):
    try:
        return call()
    except Exception as error:
        return f'{type(error).__module__}.{type(error).__name__}: {error}'


@app.task
def add(x, y=1):
    return x + y


@app.task
def growing(item, into=[]):
    into.append(item)
    return list(into)


@app.task(bind=True)
def counting(self):
    self.count = getattr(self, 'count', 0) + 1
    return self.count


class Loud(Task):
    def __call__(self, *args, **kwargs):
        return 'loud', self.run(*args, **kwargs)


@app.task(base=Loud)
def spoken(word):
    return word


class Classic(app.Task):
    name = 'shop.classic'

    def run(self, x):
        return x * 2


@app.task(bind=True)
def swallowed(self):
    try:
        raise self.retry(countdown=5)
    except Exception as error:
        return type(error).__name__, str(error)


@app.task(bind=True, max_retries=5)
def limited(self):
    raise self.retry(max_retries=1, exc=ValueError('enough'), countdown=0)


@app.task(bind=True, throws=(KeyError,))
def throwing(self):
    raise KeyError('expected')


@app.task(bind=True, base=AbortableTask)
def abortable(self):
    return self.is_aborted()


@shared_task
def shared(x):
    return x


def defined(title, call):
    print(title, tried(call))


def names():
    print(add.name, shared.name, app.gen_task_name('f', 'pack.mod'), app.gen_task_name('f', '__main__'))
    print(sorted(name for name in app.tasks if name.startswith('celery.')))

    @app.task(name='twice')
    def first():
        return 'first'

    @app.task(name='twice')
    def second():
        return 'second'

    print(second(), first.name == second.name)
    defined('task(1)', lambda: app.task(1))
    defined('task(f, 1)', lambda: app.task(lambda: None, 1))
    defined('run', lambda: app.Task().run())
    print('shop.classic' in app.tasks)
    classic = app.register_task(Classic())
    print('shop.classic' in app.tasks, classic(4), classic.name)
    print(shared.app is app, shared.name in app.tasks)


def calls():
    print(growing(1), growing(2), growing.run(3))
    print(counting(), counting(), counting.apply().get())
    print(spoken('hi'), spoken.apply(('ho',)).get(), spoken.run('he'))
    print(bool(current_task), add(1), add.run(1, 2), add.__wrapped__(3))
    print(swallowed.apply().get())
    result = limited.apply()
    print(result.state, repr(result.result))
    result = throwing.apply()
    print(result.state, repr(result.result))
    print(abortable.apply().get(), AbortableAsyncResult('nobody').is_aborted())
    defined('list', lambda: add.apply_async('ab'))
    defined('number', lambda: add.apply_async(5))
    defined('kwargs', lambda: add.apply_async((1,), [2]))
    defined('too many', lambda: add.delay(1, 2, 3))
    defined('too early', lambda: add.apply_async((1,), countdown=-2147483649))
    defined('soft', lambda: add.apply_async((1,), soft_time_limit=10, time_limit=5))
    defined('chord', lambda: add.add_to_chord(add.s(1)))
    defined('update', lambda: add.update_state(state='X'))
    defined('no id', lambda: AsyncResult(None))
    print(add.apply_async((1,), task_id='mine').id, add.s(1).set(task_id='own').apply_async().id)
    defined('set', lambda: add.delay({1, 2}))
    defined('serializer', lambda: add.apply_async((1,), serializer='nope'))
    defined('group link', lambda: group(add.s(1)).apply_async(link=add.s()))


def queues():
    other = Celery('other', broker='memory://', task_queues=[Queue('mail'), Queue('news', Exchange('media'), routing_key='n.#')],
                   task_default_exchange='dx', task_default_routing_key='dk', task_queue_max_priority=5)
    for name, queue in other.amqp.queues.items():
        print(name, queue.exchange.name, queue.exchange.type, queue.routing_key, queue.queue_arguments)
    by_name = Celery('by', broker='memory://', task_queues={'fast': {'exchange': 'x', 'routing_key': 'r'}})
    print([(name, queue.exchange.name, queue.routing_key) for name, queue in by_name.amqp.queues.items()])
    lean = Celery('lean', broker='memory://', task_create_missing_queues=False)
    lean.amqp.queues.add('late')
    print(sorted(lean.amqp.queues), 'nowhere' in lean.amqp.queues)
    defined('missing', lambda: lean.send_task('x', queue='nowhere'))
    kinds = Celery('kinds', broker='memory://', task_create_missing_queue_type='quorum', task_create_missing_queue_exchange_type='topic')
    made = kinds.amqp.queues['fresh']
    print(made.queue_arguments, made.exchange.type, made.routing_key)
    wrong = Celery('wrong', broker='memory://', task_create_missing_queue_type='odd')
    defined('type', lambda: wrong.amqp.queues['fresh'])


PLAIN = {'task_create_missing_queues': True, 'task_create_missing_queue_type': 'classic', 'task_queues': None,
         'task_create_missing_queue_exchange_type': None, 'task_queue_max_priority': None}


def routes():
    def routed(routes, name='shop.add', **options):
        one = Celery('one', broker='memory://', task_routes=routes, **PLAIN)
        route = one.amqp.router.route(options, name)
        return sorted((key, getattr(value, 'name', value)) for key, value in route.items())

    print(routed({'shop.add': {'queue': 'a', 'priority': 7}}))
    print(routed({'shop.add': {'queue': 'a', 'priority': 7}}, queue='mine'))
    print(routed({'shop.*': 'glob', 'shop.add': 'exact'}))
    print(routed([{'other.*': 'x'}, {'shop.*': 'y'}]))
    print(routed(([('shop.a*', {'queue': 'pairs'}), ('shop.*', {'queue': 'later'})],)))
    defined('flat', lambda: routed([('shop.*', {'queue': 'x'})]))
    print(routed(lambda name, args, kwargs, options, task=None, **kw: {'queue': name.upper()}))
    print(routed({'shop.add?': 'odd'}))
    print(routed(None))
    one = Celery('one', broker='memory://', **PLAIN, task_routes=None)
    one.amqp.router.route({}, 'a')
    one.conf.task_routes = {'a': 'late'}
    print(sorted(one.amqp.router.route({}, 'a')['queue'].name.split()))
    one.conf.update(task_routes={'a': 'flushed'})
    print(one.amqp.router.route({}, 'a')['queue'].name)


def main():
    names()
    calls()
    queues()
    routes()
