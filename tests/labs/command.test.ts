import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'labs-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function labs(...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/labs.ts', ...argv], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('npm run labs', () => {
  it('lists the labs', () => {
    expect(labs('list')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /^slow-request {2}The slow request, 20 min\n(.+\n)*two-lanes {2}Two lanes, 25 min\n/u,
      ) as string,
    })
  })

  it('ends with 0 when all checks hold', () => {
    const { status, stdout } = labs('check', 'two-lanes', 'labs/two-lanes/solution', '--seeds', '1')
    expect(stdout).toContain('two-lanes: 7 of 7 checks hold, stars: 3.')
    expect(status).toBe(0)
  })

  it('proves no lab that is not there', () => {
    const { status, stderr } = labs('test', 'two-lines')
    expect(stderr).toContain('There is no lab two-lines. There are: ')
    expect(status).toBe(2)
  })

  it('ends with 1 when some do not, and writes why', () => {
    const out = path.join(folder, 'report.json')
    const wrong = 'labs/two-lanes/wrong/half-for-films'
    const { status, stdout } = labs(
      ...['check', 'two-lanes', wrong, '--seeds', '2', '--json', out, '--shrink'],
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /The smallest run found in which films-as-fast fails \(seed 1\): tasks \d{1,2}, faults 0, /u,
    )
    expect(stdout).toMatch(/The first failing run had tasks \d{3}, faults 2, /u)
    expect(stdout).toContain('Hint: Count the processes')
    const report = JSON.parse(readFileSync(out, 'utf8')) as { readonly checks: readonly unknown[] }
    expect(Object.keys(report)).toEqual(['lab', 'passed', 'seeds', 'checks', 'stars'])
    expect(report).toMatchObject({ lab: 'two-lanes', passed: false, seeds: 2, stars: 0 })
    expect(report.checks[3]).toEqual({
      id: 'films-as-fast',
      passed: false,
      heldIn: 0,
      firstViolation: {
        seed: 1,
        time: expect.any(Number) as number,
        sentence: expect.stringContaining('at least 85 % is wanted') as string,
      },
      hint: 'Count the processes that take films: there were 4, now there are 2.',
    })
  })

  it('ends with 2 and says what is wrong, with file and line', () => {
    writeFileSync(
      path.join(folder, 'cluster.yaml'),
      'workers:\n  - name: w1\n    options: "-c 9"\n',
    )
    writeFileSync(path.join(folder, 'notes.txt'), '')
    const { status, stderr } = labs('check', 'two-lanes', folder)
    expect(status).toBe(2)
    expect(stderr).toContain(`${folder}/notes.txt: This lab knows no such file.`)
    expect(stderr).toContain(
      `${folder}/cluster.yaml, line 2: The workers have 9 processes together; this lab allows 8.`,
    )
  })

  it('says so when the report cannot be written', () => {
    const out = path.join(folder, 'nowhere', 'report.json')
    const solution = 'labs/two-lanes/solution'
    const { status, stderr } = labs('check', 'two-lanes', solution, '--seeds', '1', '--json', out)
    expect(stderr).toContain(`The report cannot be written to ${out}.`)
    expect(status).toBe(2)
  })

  it.each([
    [['check', 'one-lane', '.'], 'There is no lab one-lane. There are: slow-request, '],
    [['check', 'two-lanes', 'nowhere'], 'There is no folder nowhere, or it cannot be read.'],
    [['check'], 'Usage: npm run labs'],
  ])('ends with 2 for %j', (argv, sentence) => {
    const { status, stderr } = labs(...argv)
    expect(status).toBe(2)
    expect(stderr).toContain(sentence)
  })
})
