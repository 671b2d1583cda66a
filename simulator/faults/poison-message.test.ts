import { describe, expect, it } from 'vitest'
import { runScript, sleep, type Script } from '../../tests/support/scripted.ts'
import { POISONS, type PoisonKind } from '../cluster/fault-spec.ts'
import { seconds } from '../kernel/units.ts'
import type { Log } from '../log/log.ts'

const script: Script = {
  tasks: {
    'tasks.add': {
      *body() {
        yield sleep(seconds(0.1))
        return null
      },
    },
  },
  *main() {
    yield sleep(seconds(5))
    return null
  },
}

const run = (kind: PoisonKind, settings = {}): Log =>
  runScript(
    { ...script, settings },
    {
      cluster: {
        broker: 'redis',
        backend: 'redis',
        app: 'tasks',
        workers: [{ name: 'w1', options: '', autostart: true }],
      },
      actions: [
        {
          on: { kind: 'ready', worker: 'w1' },
          after: seconds(1),
          fault: 'poison-message',
          queue: 'celery',
          kind,
          lasts: null,
        },
      ],
      until: seconds(10),
    },
  )

const all = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))
const logged = (log: Log): readonly string[] =>
  all(log).flatMap(({ kind, detail, actor }) =>
    kind === 'logged' && actor.name === 'w1@sim' ? [`${detail.level} ${detail.text}`] : [],
  )

describe('a message that no worker can use', () => {
  it.each(POISONS)('is refused once and leaves no result: %s', (kind) => {
    const log = run(kind)
    const kinds = all(log).map((entry) => entry.kind)
    expect(kinds.filter((one) => one === 'message-invalid')).toHaveLength(1)
    expect(kinds).not.toContain('task-received')
    expect(kinds).not.toContain('state-stored')
    // What cannot be decoded is acknowledged, the rest rejected (rules 1.9, 1.10).
    const acked = kinds.includes('message-acked')
    expect(acked).toBe(kind === 'undecodable')
    expect(kinds.includes('message-rejected')).toBe(!acked)
  })

  it('is told of in the words of Celery', () => {
    expect(logged(run('untrusted')).some((line) => line.startsWith(UNTRUSTED))).toBe(true)
    expect(logged(run('unknown')).some((line) => line.startsWith(UNKNOWN))).toBe(true)
    expect(logged(run('bad-eta')).some((line) => line.startsWith(BAD_ETA))).toBe(true)
  })

  it('is read where its content is accepted', () => {
    const log = run('untrusted', { accept_content: ['json', 'pickle'] })
    const kinds = all(log).map((entry) => entry.kind)
    expect(kinds).not.toContain('message-invalid')
    expect(kinds).toContain('task-succeeded')
  })
})

const UNTRUSTED =
  'ERROR Received invalid task message: Refusing to deserialize untrusted content of type pickle (application/x-python-serialize)\n'
const UNKNOWN = 'WARNING Received and deleted unknown message.  Wrong destination?!?\n'
const BAD_ETA =
  "ERROR Received invalid task message: invalid ETA value 'soon': Expected 4 digits, got 'soon'\n"
