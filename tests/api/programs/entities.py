import copy
import pickle

from kombu import Connection, Exchange, Producer, Queue, binding
from kombu.common import Broadcast
from kombu.exceptions import NotBoundError


def tried(call):
    try:
        return call()
    except Exception as error:
        return f'{type(error).__module__}.{type(error).__name__}: {error}'


def main():
    news = Exchange('news', type='topic', durable=False, delivery_mode='transient', arguments={'a': 1})
    print(news, repr(news), news.as_dict(), news == Exchange('news', 'topic'), hash(news) == hash(Exchange('news')))
    print(Exchange(), Exchange('x').type, Exchange('x', delivery_mode=1).delivery_mode, Exchange('x', nonsense=1).name)
    plain = Queue('mail')
    print(plain, plain.exchange, repr(plain.routing_key), plain.durable, plain.exclusive, plain.auto_delete)
    full = Queue(
        'feed', news, routing_key='news.#', queue_arguments={'x-max-priority': 5}, max_length=10, expires=3, alias='f'
    )
    print(full, full.as_dict(), full.as_dict(recurse=True)['exchange'])
    print(Queue('own', exclusive=True).auto_delete, Queue('a', 'b').exchange, Queue('a', nonsense=1))
    several = Queue('all', [binding(news, 'a.*'), binding(Exchange('other'), 'b')])
    print(several.exchange, sorted(map(str, several.bindings)), binding(news, 'a', {'x': 1}).arguments, binding(news, 'c'))
    print(full == Queue('feed', news, routing_key='news.#'), full == copy.copy(full), full != plain, full == 'feed')
    print(pickle.loads(pickle.dumps(full)), pickle.loads(pickle.dumps(news)) == news, hash(plain) == hash(Queue('mail')))
    print(tried(plain.declare), tried(news.delete), plain.is_bound, issubclass(NotBoundError, Exception))
    made = Queue.from_dict('d', exchange='e', exchange_type='fanout', binding_key='k', durable=False, exclusive=True)
    print(made, made.durable, made.exclusive, made.auto_delete, made.exchange.durable)
    print(full.can_cache_declaration, Queue('x', auto_delete=True).can_cache_declaration, news.can_cache_declaration)
    cast = Broadcast('cast', queue='mine')
    print(cast.name, cast.alias, cast.exchange, cast.auto_delete, Broadcast('cast', queue='mine', unique=True).name[:5])
    print(Connection('redis://user:secret@host:7000/3').as_uri(), Connection('redis://h').as_uri())
    print(Connection('amqp://guest:guest@host//').as_uri(), Connection('amqp://u:p@host/shop').as_uri(include_password=True))
    print(Connection('memory://').transport_cls, Producer(None), Producer(None).exchange, Producer(None).auto_declare)


if __name__ == '__main__':
    main()
