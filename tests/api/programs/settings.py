import os
import warnings

from celery import Celery
from celery.exceptions import ImproperlyConfigured

warnings.simplefilter('ignore')


def tried(call):
    try:
        return call()
    except Exception as error:
        return f'{type(error).__module__}.{type(error).__name__}: {error}'


class Source:
    task_acks_late = True
    worker_prefetch_multiplier = 1
    unknown_setting = 3


def main():
    app = Celery('shop', broker='memory://', backend='cache+memory://', task_track_started=True)
    conf = app.conf
    print(conf.broker_url, conf.result_backend, conf.task_track_started, conf['task_acks_late'], conf.get('nope', 7))
    print(tried(lambda: conf.nope), tried(lambda: conf['nope']), 'task_acks_late' in conf, 'nope' in conf)
    conf.update(task_acks_late=True, nope=1)
    print(conf.task_acks_late, conf.nope, conf.setdefault('nope', 2), conf.setdefault('other', 5), conf.other)
    conf.task_default_queue = 'mail'
    print(conf.task_default_queue, conf.task_default_exchange, conf.task_default_routing_key)
    print(sorted(conf.table(with_defaults=False)), conf.humanize(with_defaults=False))

    second = Celery('second', set_as_current=False)
    second.config_from_object(Source)
    print(second.conf.task_acks_late, second.conf.worker_prefetch_multiplier, second.conf.unknown_setting)
    second.conf.task_acks_late = False
    print(second.conf.task_acks_late)
    second.config_from_object({'task_acks_late': True, 'broker_url': 'memory://other'})
    print(second.conf.task_acks_late, second.conf.worker_prefetch_multiplier, second.conf.broker_url)

    third = Celery('third', broker='memory://a', set_as_current=False)
    third.config_from_object({'broker_url': 'memory://b', 'result_expires': 7})
    print(third.conf.broker_url, third.conf.result_expires)

    spaced = Celery('spaced', set_as_current=False)
    spaced.config_from_object({'SHOP_TASK_ACKS_LATE': True, 'TASK_TRACK_STARTED': True, 'SHOP_X': 1}, namespace='SHOP')
    print(spaced.conf.task_acks_late, spaced.conf.task_track_started, tried(lambda: spaced.conf.x))

    old = Celery('old', set_as_current=False)
    old.config_from_object({'CELERY_ACKS_LATE': True, 'CELERYD_CONCURRENCY': 3, 'CELERY_TASK_SERIALIZER': 'json'})
    print(old.conf.task_acks_late, old.conf.worker_concurrency, old.conf.task_serializer, old.conf.CELERYD_CONCURRENCY)

    for mixed in (
        {'CELERYD_CONCURRENCY': 1, 'task_acks_late': True},
        {'CELERYD_CONCURRENCY': 1, 'CELERY_ACKS_LATE': True, 'task_track_started': True},
    ):
        both = Celery('mixed', set_as_current=False)
        both.config_from_object(mixed)
        print(tried(lambda both=both: both.conf.task_acks_late))

    defaults = Celery('defaults', set_as_current=False)
    defaults.add_defaults({'task_acks_late': True, 'own': 1})
    defaults.add_defaults(lambda: {'own_too': 2})
    print(defaults.conf.task_acks_late, defaults.conf.own, defaults.conf.own_too)

    named = Celery('named', set_as_current=False)
    print(tried(lambda: named.config_from_envvar('SHOP_CONFIG')), named.config_from_envvar('SHOP_CONFIG', silent=True))
    named.config_from_object('no_such_module')
    print(tried(lambda: named.conf.task_acks_late))
    quiet = Celery('quiet', set_as_current=False)
    print(tried(lambda: quiet.config_from_object('no_such_module', silent=True)))
    forced = Celery('forced', set_as_current=False)
    print(tried(lambda: forced.config_from_object('no_such_module', force=True)))
    os.environ['CELERY_BROKER_URL'] = 'memory://environment'
    print(Celery('environment', broker='memory://a', set_as_current=False).conf.broker_url)
    del os.environ['CELERY_BROKER_URL']
    print(issubclass(ImproperlyConfigured, Exception), Celery('x', timezone='Asia/Tokyo', set_as_current=False).timezone)
    print(app.either('task_default_queue', None, 'a'), app.either('task_default_queue'), app.either('nope'))


if __name__ == '__main__':
    main()
