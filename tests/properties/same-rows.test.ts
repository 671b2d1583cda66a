import { describe, expect, it } from 'vitest'
import { type Log, millis, type ModelledTask } from '../../simulator/index.ts'
import { runScript, type Script, sleep } from '../support/scripted.ts'

/** How long each body computes. */
const SPENT = millis(30)

const script: Script = {
  tasks: {
    'tasks.work': {
      *body() {
        return null
      },
    },
  },
  *main(_args, api) {
    for (let wave = 0; wave < 10; wave++) {
      for (let i = 0; i < 6; i++) api.send('tasks.work', [i])
      yield sleep(millis(70 * wave))
    }
    return null
  },
}

const MODELLED: ModelledTask = {
  name: 'tasks.work',
  duration: { kind: 'constant', value: SPENT / 1_000_000 },
  failure: 0,
  size: 0,
  cpu: 1,
  options: {},
}

/** All that a row says but its details. */
const rows = (log: Log): readonly unknown[] =>
  Array.from({ length: log.length }, (_, row) => {
    const { time, kind, task, actor, cause } = log.entry(row)
    return [time, kind, task, actor, cause]
  })

describe('a modelled task that takes as long as its body in Python', () => {
  it.each(['redis', 'rabbitmq'] as const)('gives the same rows on %s', (broker) => {
    const python = runScript(script, { cluster: { broker }, spent: SPENT })
    const modelled = runScript(script, { cluster: { broker, tasks: [MODELLED] }, spent: SPENT })
    expect(python.taskCount).toBe(60)
    expect(rows(modelled)).toEqual(rows(python))
  })
})
