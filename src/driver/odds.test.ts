import { expect, test } from 'vitest'
import { goodLab } from '../../labs/testing.ts'
import { parseLab } from '../../labs/parse-lab.ts'
import { grade } from './grade.ts'

const SHEET = `
cluster:
  broker: rabbitmq
  backend: none
  app: lab
  tasks: [{ name: lab.work, duration: { kind: uniform, from: 0.5, to: 3.6 } }]
  load: [{ task: lab.work, kind: replay, times: [5, 8, 11, 14] }]
bounds: { processes: 2, workers: [w1] }
editable: [cluster.yaml]
limits: { seconds: 60, facts: 5000 }
seeds: 1
checks:
  - { id: prompt, title: Nobody waits, word: p95-wait-of-all, with: { below: 0.4 } }
hints: []
mistakes: {}
`

const TITLE = {
  ...{ slug: 'odds', number: 1, title: 'Odds', summary: 'Odds.', level: 'Expert', minutes: 1 },
} as const

test('other luck from the beginning changes a failure, and none from the violation on', async () => {
  const lab = goodLab(
    parseLab(TITLE, {
      'lab.yaml': SHEET,
      'starter/cluster.yaml': 'workers: [{ name: w1, options: "-c 1" }]\n',
    }),
  )
  const seeds = Array.from({ length: 30 }, (_, index) => index + 1)
  const job = { lab: lab.slug, files: {}, seeds, stopEarly: true }
  const { checks } = await grade(job, lab, null)
  const violation = checks[0]?.firstViolation
  if (!violation) throw new Error('some seed fails')
  const { seed, time } = violation
  const tried: number[] = []
  const asked = { ...job, seeds: [], odds: { check: 'prompt', seed, until: time } }
  const { odds = [] } = await grade(asked, lab, null, { onProgress: (done) => tried.push(done) })
  expect(odds[0]?.at).toBe(0)
  expect(odds[0]?.failed).toBeLessThan(odds[0]?.of ?? 0)
  expect(odds.at(-1)).toMatchObject({ at: time, failed: odds[0]?.of })
  expect(Math.max(...tried)).toBeGreaterThan(odds.length)
  expect((await grade(asked, lab, null)).odds).toEqual(odds)
})
