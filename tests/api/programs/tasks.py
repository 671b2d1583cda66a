import pickle
import warnings

from celery import Celery, Task, current_app, current_task, shared_task
from celery.exceptions import NotRegistered

warnings.simplefilter('ignore')
app = Celery('shop', broker='memory://', backend='cache+memory://')


def tried(call):
    try:
        return call()
    except Exception as error:
        return f'{type(error).__module__}.{type(error).__name__}: {error}'


class Counted(Task):
    """A base class of one's own."""

    abstract = True
    max_retries = 7
    calls = 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return super().__call__(*args, **kwargs)

    def shout(self):
        return self.name.upper()


@app.task
def add(x, y=2):
    """Adds."""
    return x + y


@app.task(name='own.name', bind=True, base=Counted, ignore_result=True, rate_limit='3/m', priority=4, queue='mail')
def bound(self, x):
    return (type(self).__name__, self.name, self.request.called_directly, self.request.id, x)


@shared_task
def shared(x):
    return x * 2


@shared_task(name='shared.named', max_retries=None)
def named():
    return 'named'


class Written(app.Task):
    name = 'shop.written'

    def run(self, x):
        return x + 1


written = app.register_task(Written())


def plain():
    return 3


def main():
    print(add, repr(add), add.name, add.__name__, add.__doc__, add(1), add(1, y=5), add.run(3))
    print(bound.name, bound.max_retries, bound.ignore_result, bound.rate_limit, bound.priority, bound.queue)
    print(bound(3), bound.calls, bound.shout(), isinstance(bound, Counted))
    print(shared, shared(4), shared.name, shared.app is app, named.name, named.max_retries, named())
    print(written, written(1), written.name, app.tasks['shop.written'] is written, Written.app is app)
    print(sorted(name for name in app.tasks if not name.startswith('celery.')))
    print(sorted(name for name in app.tasks if name.startswith('celery.')))
    print(tried(lambda: app.tasks['nope']), tried(lambda: app.tasks.unregister('nope')), issubclass(NotRegistered, KeyError))
    print(app.task(add.run, name='tasks.again').name)
    print(tried(lambda: app.task(1)), tried(lambda: app.task(add.run, 1)), tried(lambda: app.Task().run()))
    print(add.max_retries, add.default_retry_delay, add.acks_late, add.track_started, add.ignore_result, add.serializer)
    print(add.time_limit, add.soft_time_limit, add.rate_limit, add.throws, add.trail, add.send_events, add.expires)
    print(add.resultrepr_maxsize, add.typing, add.store_errors_even_if_ignored, add.reject_on_worker_lost, add.priority)
    print(Task.max_retries, Task.name, Task.abstract, app.Task.abstract, Counted.abstract)
    print(current_app.main, current_app == app, bool(current_task), repr(current_task), app.current_task)
    print(pickle.loads(pickle.dumps(add)) is app.tasks[add.name], add.app is app, add.backend is app.backend)
    print(add.s(1), repr(add.s(1, y=2)), add.si(3), add.signature((1,), {'y': 2}, countdown=3).options)
    print(tried(lambda: add.delay()), '|', tried(lambda: add.delay(1, 2, 3)), '|', tried(lambda: add.delay(z=1)))
    print(tried(lambda: bound.delay(1, 2)), '|', tried(lambda: add.apply_async(1)), '|', tried(lambda: add.apply_async(x=1)))
    print(tried(lambda: add.delay(object())), '|', tried(lambda: add.delay({1})))
    print(tried(lambda: app.send_task('x', args=1)), '|', tried(lambda: app.send_task('x', kwargs=3)))
    print(tried(lambda: add.update_state(state='X')), '|', tried(lambda: add.retry()), '|', tried(lambda: add.retry(exc=KeyError('k'))))
    print(tried(lambda: add.add_to_chord(add.s(1))), add.request.retries, add.request.headers)
    print(app, app.gen_task_name('f', 'm'), app.gen_task_name('f', '__main__'))
    print(tried(lambda: app.nope) != None, tried(lambda: app.worker_main(['x'])))
    other = Celery('other', set_as_current=False)
    print(other.tasks['tasks.shared'].app is other, shared.app is app)
    with Celery('third', set_as_current=False) as third:
        print(third.main, third.task(plain, name='t')(), third.Task.app is third)
    print(add.AsyncResult('abc'), app.AsyncResult('abc') == add.AsyncResult('abc'), add.AsyncResult('abc').task_id)


if __name__ == '__main__':
    main()
