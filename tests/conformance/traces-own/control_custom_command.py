# oracle: family=control
# oracle: about=commands of one's own
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.worker.control import control_command, inspect_command


@control_command(args=[('n', int)], signature='[N=1]')
def double(state, n=1):
    return {'ok': n * 2}


@inspect_command()
def who(state, **kwargs):
    return state.hostname


@control_command()
def broken(state):
    raise ValueError('inside')


def main():
    return [app.control.broadcast('double', arguments={'n': 21}, reply=True, timeout=1), app.control.broadcast('double', reply=True, timeout=1),
            app.control.broadcast('who', reply=True, timeout=1), app.control.broadcast('broken', reply=True, timeout=1)]
