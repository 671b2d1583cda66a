import { describe, expect, it } from 'vitest'
import { runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import { seconds } from '../kernel/units.ts'
import type { Log } from '../log/log.ts'

/** One worker is told to drop a task; another starts later. */
const script: Script = {
  tasks: {
    'tasks.add': {
      *body() {
        return 3
      },
    },
  },
  *main(_args, api) {
    const id = api.send('tasks.add', [], { queue: 'b' })
    api.tell('control', {
      method: 'revoke',
      arguments: { task_id: id, terminate: false, signal: 'SIGTERM' },
      destination: null,
      pattern: null,
      matcher: null,
      reply: false,
    })
    yield sleep(seconds(20))
    return null
  },
}

const run = (options: readonly [first: string, second: string]): Log =>
  runScript(script, {
    cluster: {
      workers: [
        { name: 'w1', options: `-c 1 -Q a ${options[0]}`, autostart: true },
        { name: 'w2', options: `-c 1 -Q b ${options[1]}`, autostart: false },
      ],
    },
    actions: [{ on: { kind: 'time' }, after: seconds(5), verb: 'start', target: 'w2' }],
    until: seconds(60),
  })

const linesOf = (log: Log, worker: string): string[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap((one) =>
    one.kind === 'logged' && one.actor.name === worker ? [one.detail.text] : [],
  )

describe('mingle (rules 3.6, 3.54; trace revoke_mingle)', () => {
  it('tells a worker that starts later what was revoked', () => {
    const log = run(['', ''])
    const second = linesOf(log, 'w2@sim')
    const heard = second.filter(
      (text) => text.startsWith('mingle') || text.startsWith('Discarding'),
    )
    expect(heard.map((text) => text.replace(/\[.*\]/, ''))).toEqual([
      'mingle: searching for neighbors',
      'mingle: sync with 1 nodes',
      'mingle: sync complete',
      'Discarding revoked task: tasks.add',
    ])
    expect(linesOf(log, 'w1@sim')).toContain('sync with w2@sim')
  })

  it('is alone without neighbours, and waits a second for them', () => {
    const first = linesOf(run(['', '']), 'w1@sim')
    expect(first.slice(1, 4)).toEqual([
      'mingle: searching for neighbors',
      'mingle: all alone',
      'w1@sim ready.',
    ])
  })

  it('learns nothing without it', () => {
    const second = linesOf(run(['', '--without-mingle']), 'w2@sim')
    expect(second.some((text) => text.startsWith('mingle') || text.startsWith('Discarding'))).toBe(
      false,
    )
    expect(second.some((text) => text.startsWith('Task tasks.add'))).toBe(true)
  })
})
