import { describe, expect, it } from 'vitest'
import { recordedTable } from '../../tests/support/tables.ts'
import { seconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import { isPythonError } from '../messages/python-error.ts'
import type { RequestContext, TaskDefinition, Tells } from '../program.ts'
import type { CanvasContext } from './context.ts'
import { publishTask } from './publish.ts'
import { backoffFactor, backoffInterval, retryPlan } from './retry.ts'

interface IntervalRow {
  readonly row: number
  readonly factor: number
  readonly retries: number
  readonly maximum: number
  readonly interval: number
}

interface FactorRow {
  readonly row: number
  readonly retry_backoff: Json
  readonly factor_used: number
}

describe('backoff (rule 4.27)', () => {
  const { rows } = recordedTable<IntervalRow | FactorRow>('retry_backoff')
  const intervals = rows.filter((row): row is IntervalRow => 'factor' in row)
  const factors = rows.filter((row): row is FactorRow => 'retry_backoff' in row)

  it.each(intervals)('row $row: $factor, $retries, $maximum', (row) => {
    expect(backoffInterval(row.factor, row.retries, row.maximum)).toBe(row.interval)
  })

  it.each(factors)('row $row: retry_backoff=$retry_backoff', (row) => {
    expect(backoffFactor(row.retry_backoff)).toBe(row.factor_used)
  })
})

const definition = (options: TaskDefinition['options'] = {}): TaskDefinition => ({
  name: 'tasks.never',
  parameters: null,
  bound: true,
  newStyleErrback: false,
  options,
})

const REQUEST: RequestContext = {
  id: 't1',
  task: 'tasks.never',
  args: [17],
  kwargs: { note: 'x' },
  hostname: 'w1@sim',
  retries: 0,
  root_id: 't1',
  parent_id: null,
  timelimit: [30, null],
  expires: '2026-01-02T00:00:00+00:00',
  headers: { tenant: 'acme', 'x-death': [], 'x-first-death-queue': 'q' },
  reply_to: 'r1',
  origin: 'gen7@client',
  replaced_task_nesting: 0,
  callbacks: null,
  errbacks: null,
  chain: [],
  chord: null,
  delivery_info: { exchange: '', routing_key: 'mail', priority: 3, redelivered: false },
}

const SAY: Tells['retry']['say'] = {
  args: null,
  kwargs: null,
  error: null,
  countdown: null,
  eta: null,
  maxRetries: null,
  auto: false,
  options: {},
}

const context = (task: TaskDefinition): CanvasContext => ({
  uuid: () => 'new',
  replyTo: 'r2',
  origin: 'gen8@w1@sim',
  now: 0,
  settings: {},
  task: () => task,
  parent: REQUEST,
  driver: 'redis',
  sentTo: [],
  encode: null,
  chords: 'counted',
})

const highest = { below: (n: number): number => n - 1 }

describe('Task.retry', () => {
  it('sends the same task once more, to the queue it came from (rules 4.21, 4.22)', () => {
    const task = definition()
    const plan = retryPlan(REQUEST, { ...SAY, countdown: 5 }, task, context(task), highest)
    if (plan.kind !== 'retry') throw new Error('no retry')
    expect([plan.countdown, plan.retries]).toEqual([5, 1])
    const [request] = plan.applied.publishes
    if (request === undefined) throw new Error('nothing sent')
    const published = publishTask(request, context(task))
    if (isPythonError(published)) throw new Error(published.error.message)
    expect(published.message).toMatchObject({
      exchange: '',
      routingKey: 'mail',
      headers: {
        id: 't1',
        root_id: 't1',
        // A bug of Celery's: a task that is tried again is its own parent (rule 1.19).
        parent_id: 't1',
        retries: 1,
        eta: '2026-01-01T00:00:05+00:00',
        expires: '2026-01-02T00:00:00+00:00',
        timelimit: [30, null],
        argsrepr: '(17,)',
        tenant: 'acme',
        origin: 'gen7@client',
      },
      properties: { reply_to: 'r1', priority: 3, expiration: '86400000', origin: 'gen7@client' },
      body: [[17], { note: 'x' }, { chain: [] }],
    })
    expect(published.message.headers).not.toHaveProperty('x-death')
    expect(published.message.headers).not.toHaveProperty('x-first-death-queue')
  })

  it('waits 180 s unless the task or the call says otherwise (rules 4.20, 4.21)', () => {
    const plain = definition()
    expect(retryPlan(REQUEST, SAY, plain, context(plain), highest)).toMatchObject({
      countdown: 180,
    })
    const own = definition({ default_retry_delay: 7 })
    expect(retryPlan(REQUEST, SAY, own, context(own), highest)).toMatchObject({ countdown: 7 })
    const eta = retryPlan(
      REQUEST,
      { ...SAY, eta: '2026-01-01T01:00:00' },
      plain,
      context(plain),
      highest,
    )
    expect(eta).toMatchObject({ countdown: null })
  })

  it('gives up after max_retries with the text of Celery (rules 4.20, 4.21)', () => {
    const late = { ...REQUEST, retries: 3 }
    const task = definition()
    expect(retryPlan(late, SAY, task, context(task), highest)).toEqual({
      kind: 'exceeded',
      message: "Can't retry tasks.never[t1] args:(17,) kwargs:{'note': 'x'}",
    })
    const forever = definition({ max_retries: null })
    expect(retryPlan(late, SAY, forever, context(forever), highest).kind).toBe('retry')
    expect(retryPlan(REQUEST, { ...SAY, maxRetries: 0 }, task, context(task), highest).kind).toBe(
      'exceeded',
    )
  })

  it('backs off with jitter by itself alone (rule 4.27)', () => {
    const task = definition({ retry_backoff: true, retry_backoff_max: 3, max_retries: null })
    const wait = (retries: number, more: Partial<Tells['retry']['say']>): unknown => {
      const plan = retryPlan({ ...REQUEST, retries }, { ...SAY, ...more }, task, context(task), {
        below: (n) => Math.floor(n / 2),
      })
      return plan.kind === 'retry' ? plan.countdown : plan.kind
    }
    expect([0, 1, 2].map((retries) => wait(retries, { auto: true, countdown: 99 }))).toEqual([
      1, 1, 2,
    ])
    expect(wait(0, { countdown: 99 })).toBe(99)
  })

  it('sends an expiry that is over with a warning (rule 1.14)', () => {
    const task = definition()
    const now = { ...context(task), now: seconds(90_000) }
    const plan = retryPlan(REQUEST, SAY, task, now, highest)
    const [request] = plan.kind === 'retry' ? plan.applied.publishes : []
    if (request === undefined) throw new Error('nothing sent')
    const published = publishTask(request, now)
    if (isPythonError(published)) throw new Error(published.error.message)
    expect(published.message.properties.expiration).toBe('0')
    expect(published.warnings[0]).toMatch(
      /^t1 has an expiration date in the past \(3600\.0s ago\)\./,
    )
  })
})
