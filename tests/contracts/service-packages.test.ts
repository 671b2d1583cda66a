import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Action, type Log, parseClusterSpec, seconds } from '../../simulator/index.ts'
import { createNodePython } from '../../src/cli/node-python.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import type { Python } from '../../src/python/python.ts'

let python: Python

beforeAll(async () => {
  python = await createNodePython()
})

afterAll(() => python.dispose())

const APP = ['from celery import Celery', "app = Celery('prog')"]

interface Given {
  readonly services?: object
  readonly actions?: readonly Action[]
}

async function run(lines: readonly string[], { services, actions = [] }: Given = {}): Promise<Log> {
  const cluster = parseClusterSpec({
    app: 'prog',
    workers: [{ name: 'w1', options: '-c 2' }],
    services,
  })
  if (!cluster.ok) throw new Error(JSON.stringify(cluster.problems))
  const { log } = await runProgram(
    {
      files: { 'prog.py': [...APP, ...lines].join('\n') },
      client: { module: 'prog', entry: 'main' },
      cluster: cluster.spec,
      actions,
      seed: 1,
      limits: { time: seconds(600), facts: 100_000 },
    },
    python,
  )
  return log
}

/** What the program printed, or the error that it stopped with. */
async function printed(lines: readonly string[], given?: Given): Promise<readonly string[]> {
  return textsOf(await run(lines, given))
}

const textsOf = (log: Log): readonly string[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap((entry) => {
    if (entry.kind === 'program-failed') return [entry.detail.error.repr]
    return entry.kind === 'printed' ? [entry.detail.text.trimEnd()] : []
  })

const main = (...lines: readonly string[]): readonly string[] => [
  'def main():',
  ...lines.map((line) => `    ${line}`),
]

describe('smtplib', () => {
  const MAIL = ['import smtplib', 'def mail(host, to, **options):'].concat(
    [
      'try:',
      '    with smtplib.SMTP(host, **options) as server:',
      "        return server.sendmail('a@b.org', to, 'Subject: Hello\\n\\nHi')",
      'except OSError as error:',
      '    return repr(error)',
    ].map((line) => `    ${line}`),
  )

  it('sends a mail, and raises what Python’s own raises', async () => {
    const services = {
      'good.org': { kind: 'smtp' },
      'bad.org': { kind: 'smtp', unknown: 1 },
      'busy.org': { kind: 'smtp', busy: 1, codes: [451] },
      'gone.org': { kind: 'smtp', outages: [{ from: 0, until: 500 }] },
      'dumb.org': { kind: 'smtp', outages: [{ from: 0, until: 500, how: 'silent' }] },
      'full.org': { kind: 'smtp', failures: [{ share: 1, code: 421, calls: ['connect'] }] },
    }
    const hosts = ['good', 'bad', 'busy', 'gone', 'full', 'none'].map((name) => `${name}.org`)
    const told = await printed(
      [
        ...MAIL,
        ...main(
          `for host in ${JSON.stringify(hosts)}: print(mail(host, 'kim@b.org'))`,
          "print(mail('dumb.org', 'kim@b.org', timeout=2))",
        ),
      ],
      { services },
    )
    expect(told).toEqual([
      '{}',
      "SMTPRecipientsRefused({'kim@b.org': (550, b'5.1.1 <kim@b.org>: Recipient address rejected: User unknown')})",
      "SMTPDataError(451, b'4.3.0 Requested action aborted: try again later')",
      "ConnectionRefusedError(111, 'Connection refused')",
      "SMTPConnectError(421, b'4.3.2 Service not available, closing channel')",
      "gaierror(-2, 'Name or service not known')",
      "TimeoutError('timed out')",
    ])
  })

  it('sends an EmailMessage, and some of its recipients may be refused', async () => {
    const told = await printed(
      [
        'import smtplib',
        'from email.message import EmailMessage',
        ...main(
          'note = EmailMessage()',
          "note['Subject'], note['From'], note['To'] = 'Hello', 'a@b.org', 'kim@b.org, lee@b.org'",
          "note.set_content('Hi')",
          "server = smtplib.SMTP('localhost')",
          'print(server.send_message(note), server.quit()[0])',
          'try: server.noop()',
          'except smtplib.SMTPServerDisconnected as error: print(error)',
        ),
      ],
      { services: { 'good.org': { kind: 'smtp' } } },
    )
    expect(told).toEqual(['{} 221', 'please run connect() first'])
  })
})

describe('sqlite3', () => {
  const TABLE = [
    'import sqlite3, time',
    '@app.task',
    'def write(number, hold):',
    "    with sqlite3.connect('shop.db', timeout=1) as db:",
    "        db.execute('insert into orders values (?)', (number,))",
    '        time.sleep(hold)',
  ]
  const OPEN = "db = sqlite3.connect('shop.db')"
  const CREATE = "db.execute('create table orders (number integer primary key)')"
  const READ = "print(db.execute('select number from orders order by number').fetchall())"

  it('waits for a lock in simulated time, and no longer than its timeout', async () => {
    const waits = (hold: number) =>
      printed([
        ...TABLE,
        ...main(
          OPEN,
          CREATE,
          `sent = [write.delay(number, ${hold}) for number in (1, 2)]`,
          'for each in sent:',
          '    try: each.get()',
          '    except Exception as error: print(repr(error))',
          READ,
        ),
      ])
    expect(await waits(0.5)).toEqual(['[(1,), (2,)]'])
    expect(await waits(3)).toEqual(["OperationalError('database is locked')", '[(1,)]'])
  })

  it('refuses at once where two that have read both want to write', async () => {
    const told = await printed([
      'import sqlite3, time',
      ...main(
        OPEN,
        CREATE,
        "one, two = (sqlite3.connect('shop.db', timeout=9, isolation_level=None) for _ in '12')",
        "for each in (one, two): each.execute('begin'); each.execute('select * from orders').fetchall()",
        "one.execute('insert into orders values (1)')",
        'began = time.time()',
        "try: two.execute('insert into orders values (2)')",
        'except sqlite3.OperationalError as error: print(error, time.time() - began < 0.1)',
      ),
    ])
    expect(told).toEqual(['database is locked True'])
  })

  it('loses what a killed process had not committed, and its locks', async () => {
    const kill: Action = {
      on: { kind: 'effect', task: 'prog.write', effect: 'wait', side: null, nth: 1 },
      after: 0,
      fault: 'kill-process',
      worker: null,
      lasts: null,
    }
    const told = await printed(
      [
        ...TABLE,
        ...main(
          OPEN,
          CREATE,
          'write.delay(1, 2)',
          'time.sleep(1)',
          'write.delay(2, 0).get()',
          READ,
        ),
      ],
      { actions: [kill] },
    )
    expect(told).toEqual(['[(2,)]'])
  })

  it('tells the ledger of what was committed, and of nothing else', async () => {
    const log = await run([
      'import sqlite3',
      ...main(
        OPEN,
        CREATE,
        "db.execute('insert into orders values (1)')",
        'db.rollback()',
        "db.execute('insert into orders values (2)')",
        "db.execute('insert into orders values (3)')",
        'db.commit()',
        "db.execute('delete from orders where number = 2')",
        'db.commit()',
      ),
    ])
    const changes = Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap(
      (entry) => (entry.kind === 'service-effect' ? [entry.detail.entry['changes']] : []),
    )
    expect(changes).toEqual([
      [2, 3].map((number) => ({ table: 'orders', change: 'inserted', row: { number } })),
      [{ table: 'orders', change: 'deleted', row: { number: 2 } }],
    ])
  })
})

describe('requests, httpx and boto3', () => {
  const services = {
    'api.org': { kind: 'http', routes: { 'GET /rates': { eur: 2 } }, limit: 2 },
    'bank.org': { kind: 'payment' },
    's3.org': { kind: 'objects' },
    'vault.org': { kind: 'secrets', secrets: { key: 'a' } },
  }

  it('read an API with a limit', async () => {
    const told = await printed(
      [
        'import httpx, requests',
        ...main(
          "for _ in range(3): print(requests.get('http://api.org/rates').status_code)",
          "print(requests.get('http://bank.org/charges', timeout=3).json())",
          "try: httpx.get('http://bank.org/charges', timeout=0.1)",
          'except httpx.TimeoutException as error: print(repr(error))',
          "try: httpx.get('http://none.org/').raise_for_status()",
          'except httpx.ConnectError as error: print(error)',
          "try: requests.get('http://api.org/none').raise_for_status()",
          'except requests.HTTPError as error: print(error)',
        ),
      ],
      { services },
    )
    expect(told).toEqual([
      '200',
      '200',
      '429',
      "{'charges': []}",
      "ReadTimeout('timed out')",
      '[Errno -2] Name or service not known',
      '404 Client Error: Not Found for url: http://api.org/none',
    ])
  })

  it('charge once for one idempotency key, even where the first answer was not waited for', async () => {
    const told = await printed(
      [
        'import requests, time',
        'def charge(key, timeout):',
        '    try:',
        "        return requests.post('http://bank.org/charges', json={'amount': 5, 'customer': 'kim'},",
        "            headers={'Idempotency-Key': key}, timeout=timeout).json()['id']",
        '    except requests.Timeout: return None',
        ...main(
          "print(charge('a', 0.1)); time.sleep(1); print(charge('a', 3), charge('b', 3))",
          "print(len(requests.get('http://bank.org/charges').json()['charges']))",
        ),
      ],
      { services },
    )
    expect(told).toEqual(['None', 'ch_1 ch_2', '2'])
  })

  it('are read by urllib as well', async () => {
    const told = await printed(
      [
        'import json, urllib.error, urllib.request',
        'from urllib.parse import urlencode',
        'def show(*args, **kwargs):',
        '    try:',
        '        with urllib.request.urlopen(*args, **kwargs) as answer:',
        "            return answer.status, answer.headers['Content-Type'], json.load(answer)",
        '    except urllib.error.HTTPError as error: return repr(error), json.load(error)',
        '    except OSError as error: return repr(error)',
        ...main(
          "print(*show('http://api.org/rates'))",
          "print(*show('http://api.org/nowhere'))",
          "sent = urllib.request.Request('http://bank.org/charges', json.dumps({'amount': 2.5, 'customer': 'kim'}).encode())",
          "sent.add_header('Idempotency-Key', 'a')",
          "print(*show(sent), sent.get_method(), sent.get_header('Idempotency-key'))",
          "print(show('http://nobody.org/'), show('http://gone.org/'), show('http://dumb.org/', timeout=2))",
          "for wrong in (lambda: urllib.request.urlopen('rates'), lambda: urllib.request.urlopen('http://bank.org/', 'text')):",
          '    try: wrong()',
          '    except (ValueError, TypeError) as error: print(str(error)[:35])',
          "print(urlencode({'a': 1}))",
        ),
      ],
      {
        services: {
          ...services,
          'gone.org': { kind: 'http', outages: [{ from: 0, until: 500 }] },
          'dumb.org': { kind: 'http', outages: [{ from: 0, until: 500, how: 'silent' }] },
        },
      },
    )
    expect(told).toEqual([
      "200 application/json {'eur': 2}",
      "<HTTPError 404: 'Not Found'> {'error': 'there is nothing at this path'}",
      "201 application/json {'id': 'ch_1', 'amount': 2.5, 'customer': 'kim', 'status': 'succeeded'} POST a",
      "URLError(gaierror(-2, 'Name or service not known')) URLError(ConnectionRefusedError(111, 'Connection refused')) TimeoutError('timed out')",
      "unknown url type: 'rates'",
      'POST data should be bytes, an itera',
      'a=1',
    ])
  })

  it('keep objects and secrets', async () => {
    const told = await printed(
      [
        'import boto3',
        'from botocore.exceptions import ClientError',
        ...main(
          "s3, vault = boto3.client('s3'), boto3.client('secretsmanager')",
          "s3.put_object(Bucket='b', Key='k', Body=b'hi')",
          "print(s3.get_object(Bucket='b', Key='k')['Body'].read(), s3.list_objects_v2(Bucket='b')['KeyCount'])",
          "s3.delete_object(Bucket='b', Key='k')",
          "try: s3.get_object(Bucket='b', Key='k')",
          "except ClientError as error: print(error.response['Error']['Code'])",
          "print(vault.get_secret_value(SecretId='key')['SecretString'])",
          "vault.rotate_secret(SecretId='key')",
          "print(vault.get_secret_value(SecretId='key')['SecretString'] == 'a')",
        ),
      ],
      { services },
    )
    expect(told).toEqual(["b'hi' 1", 'NoSuchKey', 'a', 'False'])
  })
})

/** What a service's ledger has, and what never got there. */
const ledger = (log: Log): readonly unknown[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap(
    (entry): readonly unknown[] => {
      if (entry.kind === 'service-effect') return [entry.detail.entry]
      return entry.kind === 'service-missed' ? [entry.detail.why] : []
    },
  )

describe('structured records', () => {
  const JSON_LOGGER = [
    'import logging, sys, time',
    'from pythonjsonlogger.json import JsonFormatter',
    'handler = logging.StreamHandler(sys.stdout)',
    "handler.setFormatter(JsonFormatter('%(levelname)s %(message)s'))",
    "log = logging.getLogger('shop')",
    'log.handlers, log.propagate = [handler], False',
    'log.setLevel(logging.INFO)',
    '@app.task',
    'def pay(order):',
    "    log.warning('paid', extra={'order': order})",
  ]
  const services = { 'logs.org': { kind: 'logs' } }
  const record = (level: string, message: string, fields: object) => ({ level, message, fields })

  it('are the JSON lines that any process prints, and their fields', async () => {
    const log = await run(
      [
        ...JSON_LOGGER,
        ...main(
          'pay.delay(7)',
          'time.sleep(5)',
          "log.info('done')",
          `print('{"event": "closed", "level": "error", "till": 3}')`,
          "print('no record'); print('{ broken')",
        ),
      ],
      { services },
    )
    expect(ledger(log)).toEqual([
      record('WARNING', 'paid', { order: 7 }),
      record('INFO', 'done', {}),
      record('ERROR', 'closed', { till: 3 }),
    ])
  })

  it('are lost while their store is away, and where a process is killed before it has written', async () => {
    const kill = (side: 'before' | 'in' | 'after'): Action => ({
      on: { kind: 'effect', task: 'prog.pay', effect: 'service', side, nth: 1 },
      after: 0,
      fault: 'kill-process',
      worker: null,
      lasts: null,
    })
    const lines = [...JSON_LOGGER, '    time.sleep(1)', ...main('pay.delay(7)', 'time.sleep(9)')]
    const away = { 'logs.org': { kind: 'logs', outages: [{ from: 0, until: 5 }] } }
    expect(ledger(await run(lines, { services: away }))).toEqual(['away'])
    expect(ledger(await run(lines, { services, actions: [kill('before')] }))).toEqual([])
    for (const side of ['in', 'after'] as const) {
      const log = await run(lines, { services, actions: [kill(side)] })
      expect(ledger(log)).toEqual([record('WARNING', 'paid', { order: 7 })])
      expect([...Array(log.length).keys()].map((row) => log.kindAt(row))).toContain('process-ended')
    }
  })
})

describe('metrics', () => {
  const services = { 'stats.org': { kind: 'metrics', latency: 0.1 } }

  it('of all processes are added up by prometheus_client, also after an outage', async () => {
    const log = await run(
      [
        'import time',
        'from prometheus_client import Counter, Gauge, Histogram, REGISTRY, generate_latest',
        "MAILS = Counter('mails', 'Mails.', ['kind'])",
        "TOOK = Histogram('took_seconds', 'How long.', buckets=[1, 5])",
        '@app.task',
        '@TOOK.time()',
        'def mail(hold):',
        "    MAILS.labels(kind='new').inc()",
        '    time.sleep(hold)',
        ...main(
          'mail.delay(2); mail.delay(2)',
          'time.sleep(10)',
          "Gauge('open', 'Open.').set(3)",
          "MAILS.labels('new').inc(5)",
          'print(REGISTRY.get_sample_value("mails_total", {"kind": "new"}), generate_latest().decode().split(chr(10))[2])',
          'try: Counter("mails", "Again.")',
          'except ValueError as error: print(error)',
        ),
      ],
      { services: { 'stats.org': { kind: 'metrics', outages: [{ from: 0, until: 2 }] } } },
    )
    const entries = ledger(log)
    // The counts of the beginning were lost with the outage, and nobody has counted in those processes since.
    expect(entries.filter((entry) => entry === 'away')).toHaveLength(2)
    expect(entries.filter((entry) => typeof entry === 'object')).toMatchObject([
      { metric: 'took_seconds', type: 'histogram', count: 1 },
      { metric: 'took_seconds', type: 'histogram', count: 2 },
      { metric: 'open', type: 'gauge', value: 3 },
      { metric: 'mails', type: 'counter', labels: { kind: 'new' }, value: 5 },
    ])
    expect(textsOf(log)).toEqual([
      '5.0 mails_total{kind="new"} 5.0',
      "Duplicated timeseries in CollectorRegistry: {'mails'}",
    ])
  })

  it('are sent by statsd and not waited for, and a store takes so many series', async () => {
    const log = await run(
      [
        'import statsd, time',
        ...main(
          "client = statsd.StatsClient('stats.org', prefix='shop')",
          'began = time.time()',
          "client.incr('mails'); client.decr('mails', 3)",
          "client.gauge('open', 4); client.gauge('open', -1, delta=True)",
          "with client.timer('took'): time.sleep(0.25)",
          "with client.pipeline() as pipe: pipe.incr('mails', 9)",
          "client.incr('one too many')",
          'print(round(time.time() - began, 2))',
        ),
      ],
      { services: { 'stats.org': { ...services['stats.org'], series: 3 } } },
    )
    expect(textsOf(log)).toEqual(['0.25'])
    expect(ledger(log)).toMatchObject([
      { metric: 'shop.mails', value: 1 },
      { metric: 'shop.mails', value: -2 },
      { metric: 'shop.open', value: 4 },
      { metric: 'shop.open', value: 3 },
      { metric: 'shop.took', type: 'timer', count: 1 },
      { metric: 'shop.mails', value: 7 },
      'refused',
    ])
  })
})

describe('a lock over Redis', () => {
  it('lets one in after the other, and frees itself after its time', async () => {
    const told = await printed([
      'import redis, time',
      'client = redis.Redis()',
      '@app.task',
      'def work(hold):',
      "    with client.lock('door', timeout=2, blocking_timeout=5):",
      '        began = time.time()',
      '        time.sleep(hold)',
      '        return [round(began, 1), round(time.time(), 1)]',
      ...main(
        'first, second = [each.get() for each in [work.delay(1), work.delay(1)]]',
        'print(first[1] <= second[0] or second[1] <= first[0])',
        "lock = client.lock('door', timeout=1)",
        'print(lock.acquire(), lock.locked(), lock.owned())',
        "print(client.lock('door').acquire(blocking=False))",
        'time.sleep(1.5)',
        'try: lock.release()',
        'except redis.LockError as error: print(repr(error))',
      ),
    ])
    expect(told).toEqual([
      'True',
      'True True True',
      'False',
      'LockNotOwnedError("Cannot release a lock that\'s no longer owned")',
    ])
  })
})
