import { expect, it } from 'vitest'
import type { ClusterSpec } from '../../simulator/index.ts'
import type { Made } from './made.ts'
import { forkOf } from './fork.ts'

const CLUSTER: ClusterSpec = {
  broker: 'redis',
  backend: 'redis',
  app: 'tasks',
  workers: [{ name: 'w1', options: '-c 2', autostart: true }],
}

const MADE: Made = {
  files: [],
  form: null,
  program: { 'tasks.py': 'a' },
  cluster: CLUSTER,
  seed: 7,
}

it('forks by what differs, and refuses where nothing does', () => {
  expect(forkOf(MADE, MADE)).toMatchObject({ ok: false })
  expect(forkOf(MADE, { ...MADE, seed: 8 })).toEqual({
    ok: true,
    kind: 'seed',
    change: { seed: 8 },
    files: null,
  })
  const program = { 'tasks.py': 'b' }
  expect(forkOf(MADE, { ...MADE, program })).toEqual({
    ok: true,
    kind: 'code',
    change: { deploy: 'code' },
    files: program,
  })
  // A file more is other code too.
  expect(forkOf(MADE, { ...MADE, program: { ...MADE.program, 'more.py': '' } })).toMatchObject({
    kind: 'code',
  })
})

it('changes workers and settings on the way, and nothing that stands from the beginning', () => {
  const workers = [{ name: 'w1', options: '-c 8', autostart: true }]
  expect(forkOf(MADE, { ...MADE, cluster: { ...CLUSTER, workers } })).toEqual({
    ok: true,
    kind: 'cluster',
    change: { workers, settings: {}, deploy: 'cluster' },
    files: null,
  })
  const other = forkOf(MADE, { ...MADE, cluster: { ...CLUSTER, broker: 'rabbitmq' } })
  expect(other).toMatchObject({ ok: false })
  expect(!other.ok && other.sentence).toContain('press Run')
})
