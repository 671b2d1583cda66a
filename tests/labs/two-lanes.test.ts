import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesOf } from '../../labs/catalogue-node.ts'
import { seedsUpTo } from '../../labs/lab.ts'
import { createNodePython } from '../../src/cli/node-python.ts'
import { grade } from '../../src/driver/grade.ts'
import type { Python } from '../../src/python/python.ts'
import { LabBench, labOf } from './support.ts'

const lab = labOf('two-lanes')

let python: Python
let bench: LabBench

beforeAll(async () => {
  python = await createNodePython()
  bench = new LabBench('two-lanes', python)
})

afterAll(() => python.dispose())

it('the solution passes with every star, on a hundred seeds', { timeout: 900_000 }, async () => {
  const progress: number[] = []
  const report = await grade(
    { lab: lab.slug, files: filesOf(lab.slug, 'solution'), seeds: seedsUpTo(100) },
    lab,
    python,
    { onProgress: (done) => progress.push(done) },
  )
  expect(report).toEqual({
    lab: 'two-lanes',
    passed: true,
    seeds: 100,
    checks: lab.checks.map(({ id }) => ({
      id,
      passed: true,
      heldIn: 100,
      firstViolation: null,
      hint: null,
      furtherHints: [],
    })),
    stars: 3,
    shrunk: null,
  })
  expect(progress).toEqual(Array.from({ length: 101 }, (_, index) => index))
})

/** What each mistake breaks, in the order of the checks. */
const BROKEN: { readonly [folder: string]: readonly string[] } = {
  starter: ['mails-at-once', 'apart'],
  'wrong/no-consumer': ['queues-consumed', 'mails-at-once', 'nothing-lost'],
  'wrong/priority-only': ['mails-at-once', 'apart'],
  'wrong/same-pattern': ['mails-at-once', 'apart'],
  'wrong/more-workers': ['mails-at-once', 'apart'],
  'wrong/both-queues-everywhere': ['mails-at-once', 'apart'],
  'wrong/mail-on-w2': ['mails-at-once'],
  'wrong/half-for-films': ['films-as-fast'],
}

describe('a mistake', () => {
  it.each(Object.entries(BROKEN))('%s breaks %j', async (folder, broken) => {
    const [outcome] = await bench.outcomes(folder, [1])
    expect(outcome?.broken).toEqual(broken)
  })

  it('is listed here as in the lab', () => {
    expect(Object.keys(BROKEN)).toEqual(Object.keys(lab.mistakes))
  })

  it('is reported with its first moment and its hint, step by step', async () => {
    const files = filesOf(lab.slug, 'wrong/no-consumer')
    const report = await grade({ lab: lab.slug, files, seeds: [2, 1] }, lab, python)
    expect(report).toMatchObject({ passed: false, seeds: 2, stars: 0 })
    expect(report.checks[0]).toMatchObject({
      id: 'queues-consumed',
      passed: false,
      heldIn: 0,
      firstViolation: { seed: 2 },
      hint: expect.stringMatching(/: queue mail has 1\d\d messages and 0 consumers\.$/u) as string,
    })
    expect(report.checks[0]?.furtherHints).toHaveLength(2)
    expect(report.checks.find(({ id }) => id === 'films-as-fast')).toMatchObject({
      passed: true,
      heldIn: 2,
      hint: null,
    })
  })
})

describe('grading', () => {
  const gradeFiles = (files: { readonly [path: string]: string }) =>
    grade({ lab: lab.slug, files, seeds: [1] }, lab, python)

  it('says what is wrong with the files, and where, before anything runs', async () => {
    await expect(gradeFiles({ 'cluster.yaml': 'workers:\n  - name: w7\n' })).rejects.toThrow(
      'cluster.yaml, line 2: No worker can be called w7.',
    )
  })

  it('tells why nothing holds where the program cannot start', async () => {
    const { checks } = await gradeFiles({ 'celeryconfig.py': 'task_routes = {\n' })
    for (const check of checks) {
      expect(check.passed).toBe(false)
      expect(check.firstViolation?.sentence).toMatch(/could not start|stopped with SyntaxError/u)
    }
  })

  it('counts processes that come from settings', async () => {
    const { checks } = await gradeFiles({
      'celeryconfig.py': 'worker_concurrency = 5\n',
      'cluster.yaml': 'workers: [{ name: w1 }, { name: w2 }]\n',
    })
    expect(checks[0]?.firstViolation?.sentence).toBe(
      'The workers had 10 processes together; this lab allows 8.',
    )
  })

  it('sees a task that no longer does its work', async () => {
    const tasks = (lab.starter['tasks.py'] ?? '').replace('time.sleep(seconds)', 'pass')
    const { checks } = await gradeFiles({ ...filesOf(lab.slug, 'solution'), 'tasks.py': tasks })
    expect(checks.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual(['film-work'])
  })

  it('keeps the runs of the starter, and stops when told', async () => {
    const baselines = new Map<string, never>()
    const job = { lab: lab.slug, files: {}, seeds: [1, 2] }
    let asked = 0
    await expect(
      grade(job, lab, python, { baselines, shouldStop: () => ++asked > 20 }),
    ).rejects.toThrow('stopped')
    expect(baselines.size).toBe(0)
    await grade({ ...job, seeds: [1] }, lab, python, { baselines })
    expect([...baselines.keys()]).toEqual(['two-lanes 1'])
  })
})
