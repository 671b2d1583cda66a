import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Log, parseClusterSpec, seconds } from '../../simulator/index.ts'
import { CHECKS } from '../../labs/checks/index.ts'
import { readRun } from '../../labs/checks/read-run.ts'
import { createNodePython } from '../../src/cli/node-python.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import type { Python } from '../../src/python/python.ts'

let python: Python

beforeAll(async () => {
  python = await createNodePython()
})

afterAll(() => python.dispose())

const TASKS = `import smtplib
from celery import Celery

app = Celery('tasks')

def mail(to):
    with smtplib.SMTP('mail.org') as server:
        server.sendmail('shop@a.org', to, 'Subject: Welcome')

@app.task
def welcome(to):
    mail(to)
`

const web = (...lines: readonly string[]): string =>
  [
    'import asyncio, sqlite3, time',
    'from flask import Flask, abort, request',
    'from tasks import mail, welcome',
    'app = Flask(__name__)',
    "@app.post('/signup')",
    'def signup():',
    "    with sqlite3.connect('shop.db') as db:",
    "        db.execute('insert into users values (?)', (request.form['email'],))",
    ...lines.map((line) => `    ${line}`),
    "    return {'ok': True}, 201",
    "@app.get('/users/<int:number>')",
    'def user(number):',
    '    if number > 7: abort(404)',
    "    if number == 7: raise ValueError('seven')",
    '    return str(number)',
    "@app.get('/blocks')",
    'async def blocks():',
    '    time.sleep(1)',
    "    return 'done'",
    "@app.get('/awaits')",
    'async def awaits():',
    '    await asyncio.sleep(1)',
    "    return 'done'",
  ].join('\n')

const CLIENT = `import sqlite3
sqlite3.connect('shop.db').execute('create table users (email text)')
`

async function run(file: string, front: object): Promise<Log> {
  const cluster = parseClusterSpec({
    app: 'tasks',
    workers: [{ name: 'w1', options: '-c 4' }],
    services: {
      'mail.org': { kind: 'smtp', latency: 0.3 },
      'shop.org': { kind: 'web', ...front },
    },
  })
  if (!cluster.ok) throw new Error(JSON.stringify(cluster.problems))
  const { log } = await runProgram(
    {
      files: { 'tasks.py': TASKS, 'web.py': file, 'client.py': CLIENT },
      client: { module: 'client', entry: 'script' },
      cluster: cluster.spec,
      actions: [],
      seed: 1,
      limits: { time: seconds(600), facts: 100_000 },
    },
    python,
  )
  return log
}

const SIGN_UPS = {
  ...{ method: 'POST', path: '/signup', form: { email: 'u{n}@a.org' } },
  ...{ kind: 'poisson', rate: 5, until: 10 },
}
const requestsOf = (log: Log) => readRun(log).requests
const mailsOf = (log: Log) =>
  readRun(log).effects.filter(({ service, call }) => service === 'mail.org' && call === 'data')
const judge = (word: 'p95-response' | 'no-server-errors', log: Log) =>
  CHECKS[word].judge(readRun(log), { below: 0.15 })

describe('a web front with threads', () => {
  const shop = (...lines: readonly string[]) =>
    run(web(...lines), { threads: 4, patience: 5, requests: [SIGN_UPS] })

  it('answers at once where the mail is a task, and each visitor has a row and a mail', async () => {
    const log = await shop("welcome.delay(request.form['email'])")
    const { effects, requests } = readRun(log)
    expect(judge('p95-response', log)).toBeNull()
    expect(judge('no-server-errors', log)).toBeNull()
    expect(requests.length).toBeGreaterThan(30)
    expect(requests.every(({ status }) => status === 201)).toBe(true)
    expect(
      mailsOf(log)
        .map(({ subject }) => subject)
        .toSorted(),
    ).toEqual(requests.map(({ number }) => `u${number}@a.org`).toSorted())
    // The row is there before its visitor has an answer.
    for (const { number, time } of requests)
      expect(
        effects.some(
          (effect) =>
            effect.service === 'sql' &&
            effect.time < time &&
            JSON.stringify(effect.entry).includes(`"u${number}@a.org"`),
        ),
      ).toBe(true)
  })

  it.each([
    ['inline', "mail(request.form['email'])"],
    ['as a task that is waited for', "welcome.delay(request.form['email']).get()"],
  ])('has all threads busy where the mail is sent %s', async (_, line) => {
    const log = await shop(line)
    expect(judge('p95-response', log)).not.toBeNull()
    // Who has waited for too long is told so by the proxy; nobody stops the handler.
    expect(judge('no-server-errors', log)?.sentence).toContain('504')
    expect(threadsOf(log)).toEqual([1, 2, 3, 4].map((number) => `shop.org/${number}`))
  })

  it('answers what is wrong with the status for it, the same with the same seed', async () => {
    const requests = [1, 7, 8].map((number) => ({
      ...{ path: `/users/${number}`, kind: 'constant', rate: 1, until: 1.5 },
    }))
    const front = { requests: [...requests, { ...requests[0], path: '/nobody' }] }
    const log = await run(web(), front)
    const told = Object.fromEntries(requestsOf(log).map(({ path, status }) => [path, status]))
    expect(told).toEqual({ '/users/1': 200, '/users/7': 500, '/users/8': 404, '/nobody': 404 })
    expect((await run(web(), front)).hash()).toBe(log.hash())
    const broken = await run("raise ValueError('no')", front)
    expect(requestsOf(broken).every(({ status }) => status === 502)).toBe(true)
    const away = await run(web(), { ...front, outages: [{ from: 0, until: 60 }] })
    expect(requestsOf(away).every(({ status }) => status === 503)).toBe(true)
  })
})

describe('a web front with an event loop', () => {
  const burst = (path: string) =>
    run(web(), {
      server: 'event-loop',
      requests: [{ path, kind: 'bursts', every: 60, size: 5, until: 2 }],
    })

  it('answers all at a time who await, and one after the other who block', async () => {
    const longest = (log: Log) => Math.max(...requestsOf(log).map(({ latency }) => latency))
    const awaiting = await burst('/awaits')
    const blocking = await burst('/blocks')
    expect(requestsOf(awaiting)).toHaveLength(5)
    expect(requestsOf(blocking)).toHaveLength(5)
    expect(longest(awaiting)).toBeLessThan(seconds(1.5))
    expect(longest(blocking)).toBeGreaterThan(seconds(5))
  })
})

it('tells what is wrong with a front where it is wrong', () => {
  const problems = (front: object) => {
    const parsed = parseClusterSpec({ services: { a: { kind: 'web', ...front } } })
    return parsed.ok ? [] : parsed.problems.map(({ path }) => path)
  }
  expect(problems({ requests: [{ path: 'x', kind: 'constant', rate: 1, until: 9 }] })).toEqual([
    'services.a.requests[0].path',
  ])
  expect(problems({ server: 'event-loop', threads: 3 })).toEqual(['services.a.threads'])
  expect(problems({ requests: [{ path: '/', kind: 'constant', rate: 1 }] })).toEqual([
    'services.a.requests[0].until',
  ])
})

/** Who has answered anybody. */
const threadsOf = (log: Log): readonly string[] => {
  const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
  const names = entries.flatMap(({ kind, actor }) => (kind === 'request-started' ? actor.name : []))
  return [...new Set(names)].toSorted()
}
