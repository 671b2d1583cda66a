import { describe, expect, it } from 'vitest'
import { readLab } from './catalogue-node.ts'
import { problemText } from './lab.ts'
import { parseSolution } from './parse-solution.ts'
import { goodLab } from './testing.ts'

const lab = goodLab(readLab('two-lanes'))

const problems = (files: { readonly [path: string]: string }): readonly string[] => {
  const parsed = parseSolution(lab, files)
  return parsed.ok ? [] : parsed.problems.map(problemText)
}

describe('a solution', () => {
  it('is the starter where it says nothing', () => {
    const parsed = parseSolution(lab, {})
    const { 'cluster.yaml': _cluster, ...files } = lab.starter
    expect(parsed).toEqual({
      ok: true,
      program: { files, cluster: lab.cluster, actions: lab.actions, answers: {} },
    })
  })

  it('lays its files over the starter', () => {
    const parsed = parseSolution(lab, {
      'tasks.py': 'app = None\n',
      'cluster.yaml': 'workers: [{ name: w4, options: "-c 8" }]\n',
    })
    expect(parsed).toMatchObject({
      ok: true,
      program: {
        files: { 'tasks.py': 'app = None\n', 'client.py': lab.starter['client.py'] },
        cluster: { broker: 'rabbitmq', workers: [{ name: 'w4', options: '-c 8' }] },
      },
    })
  })

  it('has no files that the lab does not know', () => {
    expect(problems({ 'cluster.yml': '' })).toEqual([
      'cluster.yml: This lab knows no such file. You may change: tasks.py, celeryconfig.py, cluster.yaml.',
    ])
  })

  it('leaves the files of the lab alone, but may hold a copy', () => {
    const client = lab.starter['client.py'] ?? ''
    expect(problems({ 'client.py': client })).toEqual([])
    expect(problems({ 'client.py': `${client}\n` })).toEqual([
      'client.py: This file belongs to the lab and stays as it is. You may change: tasks.py, celeryconfig.py, cluster.yaml.',
    ])
  })

  it('tells all that is wrong at once', () => {
    const found = problems({ 'extra.py': '', 'cluster.yaml': 'workers:\n  - name: w5\n' })
    expect(found).toHaveLength(2)
    expect(found[1]).toBe(
      'cluster.yaml, line 2: No worker can be called w5. Allowed are: w1, w2, w3, w4.',
    )
  })
})
