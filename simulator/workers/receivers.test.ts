import { describe, expect, it } from 'vitest'
import { type Body, result, runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import { type Action, type ClusterSpec, type Log, seconds } from '../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const cluster = (options: string): Partial<ClusterSpec> => ({
  workers: [{ name: 'w1', options, autostart: true }],
})

const quick: Body = function* () {
  yield sleep(0)
  return 'done'
}

/** Waits in its receiver so long. */
const waits = (duration: number): Body =>
  function* () {
    yield sleep(seconds(duration))
    return null
  }

const LIFE = [
  'celeryd_init',
  'worker_init',
  'celeryd_after_setup',
  'worker_before_create_process',
  'worker_process_init',
  'worker_ready',
  'worker_shutting_down',
  'worker_process_shutdown',
  'worker_shutdown',
]

const script = (receivers: { readonly [signal: string]: Body }): Script => ({
  tasks: {
    'tasks.quick': { body: quick },
    'tasks.exit': {
      *body() {
        yield { kind: 'exit', status: 3, signal: null }
        return 'never'
      },
    },
    'tasks.shot': {
      *body() {
        yield { kind: 'exit', status: 0, signal: 'SIGSEGV' }
        return 'never'
      },
    },
  },
  receivers,
  *main(_args, api) {
    yield sleep(seconds(1))
    const ids = [api.send('tasks.quick'), api.send('tasks.quick')]
    for (const id of ids) yield* result(id)
    yield sleep(seconds(8))
    return null
  },
})

/** Who called which receivers, in order. */
const called = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) =>
    entry.kind === 'receivers-called' ? [`${entry.actor?.name} ${entry.detail.signal}`] : [],
  )

const stop: Action = {
  on: { kind: 'ready', worker: 'w1' },
  after: seconds(5),
  verb: 'kill',
  target: 'w1',
  signal: 'SIGTERM',
}

describe('receivers of the signals of a worker (rules 3.3, 3.51)', () => {
  it('hear of its life in order, in the process that it happens in', () => {
    const all = Object.fromEntries(LIFE.map((signal) => [signal, quick]))
    const log = runScript(script(all), { cluster: cluster('-c 1'), actions: [stop] })
    expect(called(log)).toEqual([
      'w1@sim celeryd_init',
      'w1@sim worker_init',
      'w1@sim celeryd_after_setup',
      'w1@sim worker_before_create_process',
      'w1@sim/1 worker_process_init',
      'w1@sim worker_ready',
      'w1@sim worker_shutting_down',
      'w1@sim/1 worker_process_shutdown',
      'w1@sim worker_shutdown',
    ])
  })

  it('of worker_process_init run in the main process of the solo pool, and not in threads', () => {
    const one = { worker_process_init: quick, worker_before_create_process: quick }
    const solo = runScript(script(one), { cluster: cluster('-P solo') })
    expect(called(solo)).toEqual(['w1@sim worker_process_init'])
    expect(called(runScript(script(one), { cluster: cluster('-P threads -c 2') }))).toEqual([])
  })

  it('keep a process from its first task until they are done', () => {
    const log = runScript(script({ worker_process_init: waits(3) }), { cluster: cluster('-c 1') })
    const ready = entries(log).find(({ kind }) => kind === 'worker-ready')?.time ?? 0
    const begun = entries(log).find(({ kind }) => kind === 'task-started')?.time ?? 0
    expect(begun - ready).toBeGreaterThan(seconds(2.9))
    expect(begun - ready).toBeLessThan(seconds(3.5))
  })

  it('have so long as worker_proc_alive_timeout says, then the process is killed', () => {
    const slow = (settings: Script['settings']): readonly string[] => {
      const log = runScript(
        { ...script({ worker_process_init: waits(5) }), ...(settings ? { settings } : {}) },
        { cluster: cluster('-c 1'), until: seconds(12) },
      )
      return entries(log).flatMap((entry) =>
        entry.kind === 'logged' && entry.detail.text.startsWith('Timed out')
          ? [entry.detail.text]
          : [],
      )
    }
    expect(slow(undefined)[0]).toBe(
      'Timed out waiting for UP message from <ForkProcess(ForkPoolWorker-1, started daemon)>',
    )
    expect(slow({ worker_proc_alive_timeout: 8 })).toEqual([])
  })

  it('are called again in each process that takes the place of another', () => {
    const log = runScript(script({ worker_process_init: quick, worker_process_shutdown: quick }), {
      cluster: cluster('-c 1 --max-tasks-per-child 1'),
    })
    expect(called(log)).toEqual([
      'w1@sim/1 worker_process_init',
      'w1@sim/1 worker_process_shutdown',
      'w1@sim/1 worker_process_init',
      'w1@sim/1 worker_process_shutdown',
      'w1@sim/1 worker_process_init',
    ])
  })

  it('are not asked for where there are none', () => {
    expect(called(runScript(script({}), { cluster: cluster('-c 1'), actions: [stop] }))).toEqual([])
  })
})

/** The first lines of what the worker's log says of a task that ends its own process. */
const fate = (
  task: string,
  options: string,
): { lines: string[]; states: string[]; ends: string[] } => {
  const log = runScript(
    {
      ...script({}),
      *main(_args, api) {
        const id = api.send(task)
        yield* result(id, seconds(7))
        yield sleep(seconds(1))
        return null
      },
    },
    { cluster: cluster(options) },
  )
  const found = { lines: [] as string[], states: [] as string[], ends: [] as string[] }
  for (const entry of entries(log)) {
    if (entry.kind === 'logged')
      found.lines.push(entry.detail.text.replace(/\n[^]*/, '').replace(/pid:\d+/, 'pid'))
    if (entry.kind === 'state-stored') found.states.push(entry.detail.state)
    if (entry.kind === 'task-finished' || entry.kind === 'worker-stopped')
      found.ends.push(entry.kind)
  }
  return found
}

describe('a process that ends in the middle of its task (rules 3.35, 3.36)', () => {
  it('by os._exit is lost with its exit code, without task_postrun (trace exit_in_task)', () => {
    const { lines, states, ends } = fate('tasks.exit', '-c 1')
    expect(lines).toContain("Process 'ForkPoolWorker-1' pid exited with 'exitcode 3'")
    expect(lines).toContain(
      "Task handler raised error: WorkerLostError('Worker exited prematurely: exitcode 3 Job: 0.')",
    )
    expect(states).toEqual(['FAILURE'])
    expect(ends).toEqual([])
  })

  it('by a signal to itself is lost with its name', () => {
    expect(fate('tasks.shot', '-c 1').lines).toContain(
      "Process 'ForkPoolWorker-1' pid exited with 'signal 11 (SIGSEGV)'",
    )
  })

  it('takes the whole worker with it in a pool that has no processes', () => {
    for (const options of ['-P solo', '-P threads -c 2']) {
      const { states, ends } = fate('tasks.exit', options)
      expect(states).toEqual([])
      expect(ends).toEqual(['worker-stopped'])
    }
  })
})

describe('the setting worker_pool', () => {
  const poolOf = (setting: string, options: string): string | undefined => {
    const log = runScript(
      { ...script({}), settings: { worker_pool: setting } },
      { cluster: cluster(options) },
    )
    const started = entries(log).find((entry) => entry.kind === 'worker-started')
    return started?.kind === 'worker-started' ? started.detail.pool : undefined
  }

  it('holds where the command line asks for prefork or nothing', () => {
    expect(poolOf('threads', '-c 2')).toBe('threads')
    expect(poolOf('celery.concurrency.solo:TaskPool', '-P prefork')).toBe('solo')
    expect(poolOf('threads', '-P solo')).toBe('solo')
  })
})

describe('a remote control command of one’s own (rule 3.69)', () => {
  it('replies what its function returns', () => {
    const log = runScript(
      {
        ...script({}),
        commands: { double: quick },
        *main(_args, api) {
          const { ticket } = api.tell('control', {
            method: 'double',
            arguments: { n: 2 },
            destination: null,
            pattern: null,
            matcher: null,
            reply: true,
          })
          const heard = yield { kind: 'replies', ticket, timeout: seconds(1), limit: 1 }
          return heard.kind === 'replies' ? heard.replies.map(({ reply }) => reply) : null
        },
      },
      { cluster: cluster('-c 1') },
    )
    const ended = entries(log).find((entry) => entry.kind === 'program-ended')
    expect(ended?.kind === 'program-ended' ? ended.detail.returned : null).toEqual(['done'])
  })
})
