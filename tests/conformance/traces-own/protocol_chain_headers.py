# oracle: family=protocol
# oracle: about=root, parent and group ids in the messages of a workflow
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chain, group


@app.task(bind=True)
def ids(self, *args):
    r = self.request
    return [r.root_id == r.id, r.parent_id is None, r.group is not None, r.group_index]


def main():
    c = chain(ids.s(), group(ids.s(), ids.s()))()
    return [c.parent.get(timeout=10), c.get(timeout=10)]
