import { describe, expect, it } from 'vitest'
import type { FuzzCase } from './case.ts'
import { tryCase } from './try.ts'

/** Cases that have shown a mistake of the simulator, made smaller; each stays here once it is mended. */
const FOUND: { readonly [mistake: string]: FuzzCase } = {
  'a chord whose part ran into its hard time limit could not fail twice (rule 3.38)': {
    seed: 1552,
    cluster: {
      broker: 'rabbitmq',
      backend: 'redis',
      app: 'tasks',
      workers: [{ name: 'w1', options: '-Q celery,b,a -c 2 -E', autostart: true }],
      settings: {},
      tasks: [
        {
          name: 'load.one',
          duration: { kind: 'uniform', from: 0.01, to: 3 },
          failure: 0.3,
          size: 100,
          cpu: 1,
          options: { acks_late: false, reject_on_worker_lost: true },
        },
        {
          name: 'load.two',
          duration: { kind: 'uniform', from: 0.01, to: 1 },
          failure: 0,
          size: 100,
          cpu: 1,
          options: {
            soft_time_limit: 0.3,
            autoretry_for: true,
            default_retry_delay: 1,
            max_retries: 2,
          },
        },
      ],
      load: [],
    },
    plan: {
      settings: {},
      tasks: {
        'plan.one': { options: {}, body: [] },
        'plan.two': { options: { time_limit: 0.5 }, body: [{ op: 'sleep', seconds: 1 }] },
        'plan.three': { options: {}, body: [] },
      },
      main: [
        {
          op: 'canvas',
          type: 'chord',
          tasks: ['plan.one', 'plan.two'],
          options: { queue: 'celery' },
        },
      ],
    },
    actions: [],
    until: 40000000,
  },
}

describe('a case that showed a mistake shows it no more', () => {
  it.each(Object.entries(FOUND))('%s', (_mistake, one) => {
    expect(tryCase(one).violations).toEqual([])
  })
})
