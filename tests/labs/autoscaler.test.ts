import { expect, it } from 'vitest'
import { filesOf } from '../../labs/catalogue-node.ts'
import { seedsUpTo } from '../../labs/lab.ts'
import { grade } from '../../src/driver/grade.ts'
import { labOf } from './support.ts'

const lab = labOf('autoscaler')

it('the solution holds on a hundred days, without Python', { timeout: 900_000 }, async () => {
  const job = { lab: lab.slug, files: filesOf(lab.slug, 'solution'), seeds: seedsUpTo(100) }
  const report = await grade(job, lab, null)
  expect(report.checks.filter(({ heldIn }) => heldIn < 100)).toEqual([])
  expect(report).toMatchObject({ passed: true, seeds: 100 })
})
