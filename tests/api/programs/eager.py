import warnings

from celery import Celery, chain, chord, group, signals
from celery.exceptions import Ignore, Reject, Retry

warnings.simplefilter('ignore')
app = Celery('shop', broker='memory://', backend='cache+memory://')
app.conf.task_always_eager = True


def tried(call):
    try:
        return call()
    except Exception as error:
        return f'{type(error).__module__}.{type(error).__name__}: {error}'


@app.task
def add(x, y):
    return x + y


@app.task
def total(xs):
    return sum(xs)


@app.task
def kinds(*args, **kwargs):
    return [type(each).__name__ for each in args] + sorted(kwargs)


@app.task
def boom():
    raise KeyError('boom')


@app.task(bind=True, max_retries=2)
def again(self, x):
    if self.request.retries < 2:
        raise self.retry(countdown=100)
    return (self.request.retries, x)


@app.task(bind=True, max_retries=1)
def never(self):
    raise self.retry(exc=ValueError('never'))


@app.task(bind=True, max_retries=0)
def spent(self):
    self.retry()


@app.task(autoretry_for=(OSError,), max_retries=3, retry_backoff=True)
def auto():
    raise OSError('away')


@app.task
def ignored():
    raise Ignore()


@app.task
def rejected():
    raise Reject('no', requeue=False)


@app.task(bind=True)
def seen(self):
    request = self.request
    return [
        request.is_eager,
        request.called_directly,
        request.delivery_info,
        request.retries,
        request.args,
        request.kwargs,
        request.task,
        request.headers,
        request.callbacks,
        request.chord,
        request.expires,
        request.reply_to,
        request.parent_id,
        request.ignore_result,
    ]


@app.task
def inner():
    return add.delay(1, 2).get()


class Told(app.Task):
    abstract = True

    def before_start(self, task_id, args, kwargs):
        print('before_start', args, kwargs)

    def on_success(self, retval, task_id, args, kwargs):
        print('on_success', retval)

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        print('on_failure', repr(exc), type(einfo).__name__)

    def on_retry(self, exc, task_id, args, kwargs, einfo):
        print('on_retry', repr(exc))

    def after_return(self, status, retval, task_id, args, kwargs, einfo):
        print('after_return', status, repr(retval), einfo is None)


@app.task(base=Told)
def fine():
    return 1


@app.task(base=Told)
def bad():
    raise ValueError('bad')


@app.task(base=Told, bind=True, max_retries=1)
def tries(self):
    raise self.retry(exc=ValueError('tries'))


def main():
    result = add.delay(1, 2)
    print(type(result).__name__, result.get(), result.state, result.status, result.ready(), result.successful())
    print(result.failed(), result.result, result.traceback, result.info, str(result) == result.id, result.name)
    print(kinds.delay((1, 2), {'a': 1}, None, 3.5, k=(1,)).get(), kinds.apply(((1, 2),)).get())
    print(tried(lambda: add.delay(1, object())), '|', tried(lambda: add.delay(1)))
    failed = boom.delay()
    print(failed.state, repr(failed.result), tried(failed.get), repr(failed.get(propagate=False)), failed.failed())
    print(failed.traceback.splitlines()[-1], failed.traceback.splitlines()[0])
    print(tried(lambda: boom.apply(throw=True)), '|', tried(lambda: boom.apply().get()))
    print(again.delay(7).get(), tried(never.delay().get), never.delay().state, tried(lambda: spent.delay().get()).split('[')[0])
    print(auto.delay().state, repr(auto.delay().result))
    print(ignored.delay().state, ignored.delay().get(), rejected.delay().state, rejected.delay().get())
    print(seen.apply_async().get())
    print(seen.apply(headers={'mine': 1}, task_id='abc').get()[7], seen.apply(task_id='abc').id, seen.apply(retries=3).get()[3])
    print(inner.delay().state, tried(inner.delay().get).splitlines()[0])
    print(chain(add.s(1, 2), add.s(3), add.s(4))().get(), (add.s(1, 2) | total.map([[1], [2]]).set(immutable=True))().get())
    gathered = group(add.s(i, i) for i in range(3))()
    print(type(gathered).__name__, gathered.get(), gathered.successful(), gathered.completed_count())
    print(chord([add.s(1, 1), add.s(2, 2)])(total.s()).get(), (group(add.s(1, 1), add.s(2, 2)) | total.s())().get())
    print(tried(lambda: chain(boom.s(), add.s(1))().get()), '|', tried(lambda: chord([boom.s()])(total.s()).get()))
    print(add.apply_async((1, 2), countdown=100, expires=1, queue='x').get(), add.apply((1,), {'y': 5}).get())
    print(app.AsyncResult(result.id).state, tried(lambda: result.forget()), result.revoke(), result.state)
    fine.delay()
    bad.delay()
    print(tries.delay().state)
    print(add.apply_async((1, 2), link=add.s(10)).get(), boom.apply_async(link_error=kinds.s('e')).state)
    app.conf.task_eager_propagates = True
    print(tried(boom.delay), '|', tried(lambda: never.delay()), '|', tried(lambda: again.delay(1)))
    app.conf.task_eager_propagates = False
    app.conf.task_store_eager_result = True
    stored = add.delay(2, 3)
    print(app.AsyncResult(stored.id).state, app.AsyncResult(stored.id).result, app.AsyncResult(boom.delay().id).state)
    order = []
    for signal in (signals.task_prerun, signals.task_postrun, signals.task_success, signals.task_failure):
        signal.connect(lambda signal=signal, **kwargs: order.append(signal.name), weak=False)
    add.delay(1, 1)
    boom.delay()
    print(order, issubclass(Retry, Exception))


if __name__ == '__main__':
    main()
