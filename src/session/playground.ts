import { seconds } from '../../simulator/index.ts'
import type { Bench } from './bench.ts'
import { readForm } from './cluster-form.ts'
import { asRecord } from './files.ts'

const TASKS = `import random
import time

from celery import Celery

app = Celery('tasks', broker='redis://', backend='redis://')


@app.task
def add(x, y):
    time.sleep(1)
    return x + y


@app.task(bind=True, max_retries=5)
def send_mail(self, name):
    time.sleep(0.6)
    if random.random() < 0.35:
        raise self.retry(exc=OSError('mail server busy'), countdown=2)
    return f'mail to {name} is out'
`

const CLIENT = `from tasks import add, send_mail

print('Sending the work out.')
sums = [add.delay(n, n) for n in range(1, 5)]
mails = [send_mail.delay(name) for name in ('Ada', 'Bob', 'Cleo', 'Dan', 'Eve')]

for result in sums:
    print('a sum:', result.get())

for result in mails:
    print(result.get())

print('All done.')
`

/** The bench with nothing to solve: own code, own cluster. */
export const playground: Bench = {
  id: 'playground',
  title: 'Playground',
  starter: [
    { path: 'tasks.py', text: TASKS },
    { path: 'client.py', text: CLIENT },
  ],
  locked: new Set(),
  ownFiles: true,
  client: { module: 'client', entry: 'script' },
  form: {
    broker: 'redis',
    workers: [
      { name: 'w1', queues: '', concurrency: '2', prefetch: '' },
      { name: 'w2', queues: '', concurrency: '1', prefetch: '' },
    ],
  },
  asks: [],
  assemble: (files, form) => {
    const read = form && readForm(form, 'tasks')
    // What is wrong is said at the fields of the form.
    return read?.ok
      ? { ok: true, files: asRecord(files), cluster: read.spec }
      : { ok: false, faults: [] }
  },
  actions: [],
  limits: { time: seconds(600), facts: 200_000 },
  seed: 23,
  speed: 1,
  guide: null,
}
