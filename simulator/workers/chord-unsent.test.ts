import { describe, expect, it } from 'vitest'
import {
  type Body,
  Raise,
  runScript,
  type Script,
  signature,
  sleep,
} from '../../tests/support/scripted.ts'
import { seconds } from '../kernel/units.ts'
import type { Signature } from '../messages/signature.ts'

const waits = (duration: number, error?: string): Body =>
  function* () {
    yield sleep(seconds(duration))
    if (error !== undefined) throw new Raise({ type: error, repr: `${error}()` })
    return 1
  }

/** A chord of one task, which ends while the broker is away. */
const script = (body: Signature, error?: string): Script => ({
  tasks: {
    'tasks.member': { body: waits(4, error) },
    'tasks.body': { body: waits(0.1) },
    'tasks.errback': { body: waits(0.1) },
  },
  *main(_args, api) {
    const header = [signature('tasks.member')]
    const made = api.tell('canvas', { type: 'chord', header, body })
    if ('error' in made) throw new Error(made.error.message)
    api.tell('apply', { signature: made.signature, args: [], kwargs: {}, options: {} })
    yield sleep(seconds(20))
    return null
  },
})

/** What is stored, counted and logged, in its order. */
function story(body: Signature, error?: string): string[] {
  const log = runScript(script(body, error), {
    cluster: {
      broker: 'redis',
      workers: [{ name: 'w1', options: '-c 1 --without-mingle', autostart: true }],
    },
    actions: [
      { on: { kind: 'time' }, after: seconds(2.5), fault: 'broker-away', lasts: seconds(10) },
    ],
    until: seconds(60),
  })
  return Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap((entry) => {
    if (entry.kind === 'state-stored') {
      const { state, error: stored } = entry.detail
      return [stored === undefined ? state : `${state} ${stored.type}`]
    }
    if (entry.kind === 'chord-counted') return ['counted']
    if (entry.kind === 'chord-failed') return [entry.detail.error.repr]
    if (entry.kind === 'task-finished') return ['finished']
    if (entry.kind !== 'logged' || entry.detail.level !== 'ERROR') return []
    const line = entry.detail.text.split('\n')[0] ?? ''
    return line.startsWith('Chord') ? [line.replace(/'[0-9a-f-]{36}'/u, 'GROUP')] : []
  })
}

const REFUSED = "OperationalError('Error 111 connecting to localhost:6379. Connection refused.')"
const failed = [
  'SUCCESS',
  'counted',
  `ChordError("Callback error: ${REFUSED}")`,
  `Chord callback for GROUP raised: ${REFUSED}`,
]

describe('a chord whose body cannot be sent (rule 5.43)', () => {
  it('fails, and the task that counted it ends as it did', () => {
    expect(story(signature('tasks.body'))).toEqual([...failed, 'FAILURE ChordError', 'finished'])
  })

  it('is stored with what its errbacks raise where they cannot be sent either', () => {
    const body = signature('tasks.body', [], { link_error: [signature('tasks.errback')] })
    expect(story(body)).toEqual([...failed, 'FAILURE OperationalError', 'finished'])
  })

  it('of a group is stored once where that cannot be revoked', () => {
    const tasks = [signature('tasks.body'), signature('tasks.body')]
    const group = {
      ...signature('celery.group'),
      kwargs: { tasks },
      subtask_type: 'group' as const,
    }
    expect(story(group)).toEqual([...failed, 'FAILURE ChordError', 'finished'])
  })
})

describe('a chord with a failed member', () => {
  it('is stored with what its errbacks raise where they cannot be sent', () => {
    const body = signature('tasks.body', [], { link_error: [signature('tasks.errback')] })
    const told = story(body, 'ValueError')
    expect(told[0]).toBe('FAILURE ValueError')
    expect(told.filter((line) => line === 'counted')).toHaveLength(1)
    expect(told).toContain('FAILURE OperationalError')
    expect(told.at(-1)).toBe('finished')
  })
})
