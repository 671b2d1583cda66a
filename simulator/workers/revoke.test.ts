import { describe, expect, it } from 'vitest'
import {
  type Api,
  type Body,
  Raise,
  result,
  runScript,
  type Script,
  sleep,
} from '../../tests/support/scripted.ts'
import { type Json, type Log, seconds } from '../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const times = (log: Log, kind: string): readonly number[] =>
  entries(log).flatMap((entry) => (entry.kind === kind ? [entry.time] : []))

const lines = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) => (entry.kind === 'logged' ? [entry.detail.text] : []))

/** What happened to one id, stores with their state. */
const life = (log: Log, id: string): readonly string[] =>
  entries(log).flatMap((entry) => {
    if (entry.task !== id || !FACTS.has(entry.kind)) return []
    if (entry.kind === 'state-stored') return [`${entry.detail.state} stored`]
    if (entry.kind === 'task-revoked') return [`task-revoked ${entry.detail.reason}`]
    return [entry.kind]
  })

const FACTS = new Set([
  'task-received',
  'task-held',
  'task-started',
  'task-finished',
  'task-revoked',
  'state-stored',
  'message-acked',
])

function tell(api: Api, method: string, args: { readonly [name: string]: Json }): void {
  api.tell('control', {
    method,
    arguments: args,
    destination: null,
    pattern: null,
    matcher: null,
    reply: false,
  })
}

const revoke = (api: Api, id: string, more: { readonly [name: string]: Json } = {}): void => {
  tell(api, 'revoke', { task_id: id, terminate: false, signal: null, ...more })
}

const TASKS: Script['tasks'] = {
  'tasks.slow': {
    *body([duration]) {
      yield sleep(seconds(Number(duration)))
      return 'slow'
    },
  },
  'tasks.quick': {
    *body() {
      return 'quick'
    },
  },
  /** Catches whatever is raised in it; an interrupted body hears nothing. */
  'tasks.stubborn': {
    *body() {
      yield sleep(seconds(5))
      return 'caught'
    },
  },
  'tasks.exits': {
    *body() {
      yield sleep(seconds(5))
      throw new Raise({ type: 'SystemExit', repr: 'SystemExit()' })
    },
  },
}

const CLUSTER = { workers: [{ name: 'w1', options: '-c 1', autostart: true }] }

const run = (main: Body): Log => runScript({ tasks: TASKS, main }, { cluster: CLUSTER })

describe('revoke (rules 3.56, 3.57)', () => {
  it('stores REVOKED at once, and again when the task comes up and is dropped', () => {
    let id = ''
    const log = run(function* (_args, api) {
      api.send('tasks.slow', [2])
      id = api.send('tasks.quick')
      yield sleep(seconds(0.5))
      revoke(api, id)
      const early = yield* result(id)
      yield sleep(seconds(3))
      return early?.status ?? null
    })
    expect(life(log, id)).toEqual([
      'task-received',
      'REVOKED stored',
      'REVOKED stored',
      'message-acked',
      'task-revoked revoked',
    ])
    expect(lines(log)).toContain(`Tasks flagged as revoked: ${id}`)
    expect(lines(log)).toContain(`Discarding revoked task: tasks.quick[${id}]`)
  })

  it('lets a running task go on; its SUCCESS takes the place of REVOKED', () => {
    let id = ''
    const log = run(function* (_args, api) {
      id = api.send('tasks.slow', [2])
      yield sleep(seconds(0.5))
      revoke(api, id)
      yield sleep(seconds(3))
      return null
    })
    expect(life(log, id)).toEqual([
      'task-received',
      'message-acked',
      'task-started',
      'REVOKED stored',
      'SUCCESS stored',
      'task-finished',
    ])
  })

  it('drops a held task when its time comes, not before', () => {
    let id = ''
    const log = run(function* (_args, api) {
      id = api.send('tasks.quick', [], { countdown: 5 })
      yield sleep(seconds(0.5))
      revoke(api, id)
      yield sleep(seconds(7))
      return null
    })
    expect(life(log, id).at(-1)).toBe('task-revoked revoked')
    const [sent = 0] = times(log, 'message-published')
    expect(times(log, 'task-revoked')[0]).toBeGreaterThan(sent + seconds(4.9))
  })

  it('is forgotten by a worker that starts anew', () => {
    let id = ''
    const log = runScript(
      {
        tasks: TASKS,
        *main(_args, api) {
          id = api.send('tasks.quick', [], { countdown: 5 })
          yield sleep(seconds(0.5))
          revoke(api, id)
          api.tell('print', { stream: 'stdout', text: 'restart' })
          yield sleep(seconds(10))
          return null
        },
      },
      {
        cluster: CLUSTER,
        actions: [
          { on: { kind: 'printed', text: 'restart' }, after: 1000000, verb: 'stop', target: 'w1' },
          { on: { kind: 'printed', text: 'restart' }, after: 2000000, verb: 'start', target: 'w1' },
        ],
      },
    )
    expect(life(log, id)).toContain('task-started')
  })

  it('counts as a failed part of a chord (rule 3.61)', () => {
    let body = ''
    const log = run(function* (_args, api) {
      api.send('tasks.slow', [2])
      const header = [0, 1].map(() => ({ ...signature('tasks.quick') }))
      const made = api.tell('canvas', { type: 'chord', header, body: signature('tasks.slow') })
      if ('error' in made) throw new Error(made.error.message)
      const sent = api.tell('apply', {
        signature: made.signature,
        args: [],
        kwargs: {},
        options: {},
      })
      if ('error' in sent || sent.result === null) throw new Error('the chord was not sent')
      body = sent.result.id
      const group = sent.result.parent
      yield sleep(seconds(0.5))
      if (group?.type === 'GroupResult') revoke(api, group.results[0]?.id ?? '')
      yield sleep(seconds(4))
      return null
    })
    expect(life(log, body)).toEqual(['FAILURE stored'])
    expect(lines(log).join('\n')).toContain("raised TaskRevokedError('revoked')")
  })
})

const signature = (task: string) => ({
  task,
  args: [],
  kwargs: {},
  options: {},
  subtask_type: null,
  immutable: true,
})

describe('terminate (rule 3.58)', () => {
  const terminated = (task: string, signal: Json): { log: Log; id: string; next: string } => {
    let id = ''
    let next = ''
    const log = run(function* (_args, api) {
      id = api.send(task, [5])
      next = api.send('tasks.quick')
      yield sleep(seconds(0.5))
      revoke(api, id, { terminate: true, signal })
      yield* result(next)
      yield sleep(seconds(6))
      return null
    })
    return { log, id, next }
  }

  it('with SIGTERM ends the body with SystemExit, and its process', () => {
    const { log, id, next } = terminated('tasks.exits', null)
    expect(life(log, id)).toEqual([
      'task-received',
      'message-acked',
      'task-started',
      'REVOKED stored',
      'REVOKED stored',
      'task-revoked terminated',
      'task-finished',
    ])
    expect(times(log, 'process-ended')).toHaveLength(1)
    expect(lines(log)).toContain(`Terminating ${id} (15)`)
    expect(life(log, next)).toContain('SUCCESS stored')
  })

  it('with SIGKILL leaves the body no time', () => {
    const { log, id, next } = terminated('tasks.slow', 'KILL')
    expect(life(log, id).slice(3)).toEqual([
      'REVOKED stored',
      'REVOKED stored',
      'task-revoked terminated',
    ])
    expect(times(log, 'process-ended')).not.toHaveLength(0)
    expect(life(log, next)).toContain('SUCCESS stored')
  })

  it('with SIGUSR1 raises in the body, which may go on to its end', () => {
    const { log, id } = terminated('tasks.stubborn', 'SIGUSR1')
    expect(life(log, id).slice(3)).toEqual([
      'REVOKED stored',
      'REVOKED stored',
      'task-revoked terminated',
      'SUCCESS stored',
      'task-finished',
    ])
    expect(times(log, 'process-ended')).toHaveLength(0)
  })

  it('of a task that nobody runs says so', () => {
    const log = run(function* (_args, api) {
      revoke(api, 'nobody', { terminate: true })
      yield sleep(seconds(1))
      return null
    })
    const handled = entries(log).find(({ kind }) => kind === 'control-handled')
    expect(handled?.detail).toMatchObject({ reply: { ok: 'terminate: tasks unknown' } })
  })

  it('lets a worker that is told to stop come to its end', () => {
    const log = runScript(
      {
        tasks: TASKS,
        *main(_args, api) {
          const id = api.send('tasks.slow', [500])
          yield sleep(seconds(1))
          revoke(api, id, { terminate: true, signal: 'SIGKILL' })
          tell(api, 'shutdown', {})
          yield sleep(seconds(5))
          return null
        },
      },
      { cluster: CLUSTER },
    )
    expect(times(log, 'worker-stopped')[0]).toBeLessThan(seconds(5))
  })
})

describe('revoke_by_stamped_headers (rule 3.60)', () => {
  it('drops waiting tasks of that stamp, and stores REVOKED only then', () => {
    const ids: string[] = []
    const log = run(function* (_args, api) {
      api.send('tasks.slow', [2])
      for (const tenant of ['red', 'blue'])
        ids.push(
          api.send('tasks.quick', [], {
            stamped_headers: ['tenant'],
            stamps: { tenant },
            tenant,
          }),
        )
      yield sleep(seconds(0.5))
      const headers = { tenant: ['red', 'green'] }
      tell(api, 'revoke_by_stamped_headers', { headers, terminate: false, signal: 'SIGTERM' })
      yield sleep(seconds(3))
      return null
    })
    const [red = '', blue = ''] = ids
    expect(life(log, red)).toEqual([
      'task-received',
      'REVOKED stored',
      'message-acked',
      'task-revoked revoked',
    ])
    expect(life(log, blue)).toContain('SUCCESS stored')
    expect(lines(log)).toContain(
      `Discarding revoked task: tasks.quick[${red}] (revoked by header: {'tenant': 'red'})`,
    )
  })

  it('with terminate cuts off those that run and carry the stamp, and no other (trace revoke_by_stamp_terminate)', () => {
    const ids: string[] = []
    let reply: Json = null
    const log = run(function* (_args, api) {
      for (const tenant of ['red', 'blue'])
        ids.push(
          api.send('tasks.slow', [2], { stamped_headers: ['tenant'], stamps: { tenant }, tenant }),
        )
      yield sleep(seconds(0.5))
      const { ticket } = api.tell('control', {
        method: 'revoke_by_stamped_headers',
        arguments: { headers: { tenant: 'red' }, terminate: true, signal: 'SIGTERM' },
        destination: null,
        pattern: null,
        matcher: null,
        reply: true,
      })
      const heard = yield { kind: 'replies', ticket, timeout: seconds(1), limit: 1 }
      reply = heard.kind === 'replies' ? (heard.replies[0]?.reply ?? null) : null
      yield sleep(seconds(3))
      return null
    })
    const [red = '', blue = ''] = ids
    expect(life(log, red)).toContain('task-revoked terminated')
    expect(life(log, blue)).toContain('SUCCESS stored')
    expect(lines(log).filter((line) => line.startsWith('Terminating'))).toEqual([])
    expect(reply).toEqual({ ok: "headers defaultdict(<class 'set'>, {'tenant': {'red'}}) revoked" })
  })
})
