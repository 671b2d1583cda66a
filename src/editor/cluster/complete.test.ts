import { describe, expect, test } from 'vitest'
import { parseClusterSpec, parseWorkerOptions } from '../../../simulator/index.ts'
import { clusterSuggestionsAt } from './complete.ts'

/** What is offered where the text has a bar. */
const at = (text: string): readonly string[] => {
  const offset = text.indexOf('|')
  return clusterSuggestionsAt(text.replace('|', ''), offset).map(({ label }) => label)
}

describe('cluster.yaml', () => {
  test('begins with workers, or with an autoscaler and its pods', () => {
    expect(at('|')).toEqual(['workers', 'autoscaler', 'pods'])
    expect(at('wor|')).toContain('workers')
    expect(at('autoscaler:\n  kind: horizontal\n|')).toEqual(['pods'])
    expect(at('workers:\n  - name: w1\n|')).toEqual([])
  })

  test('a worker has a name and options, each once', () => {
    expect(at('workers:\n  - |')).toEqual(['name', 'options'])
    expect(at('workers:\n  - name: w1\n    |')).toEqual(['options'])
    expect(at('workers:\n  - name: w1\n    options: "-c 2"\n  - |')).toEqual(['name', 'options'])
    expect(at('# what there is\nworkers:\n\n  - name: w1\n    op|')).toEqual(['options'])
  })

  test('the options of a worker are those of the command, and none twice', () => {
    expect(at('workers:\n  - options: "|')).toContain('-c')
    expect(at('workers:\n  - options: "-c 2 -|')).toContain('-Q')
    expect(at('workers:\n  - options: "-c 2 -|')).not.toContain('-c')
    expect(at('workers:\n  - options: "-Q ma|')).toEqual([])
    expect(at('workers:\n  - options: "-Q |')).toEqual([])
    expect(at('workers:\n  - options: "-E |')).toContain('-Q')
    expect(at('workers:\n  - options: "-c 2 --pre|')).toContain('--prefetch-multiplier')
  })

  test('a policy has its keys, and its values where they are few', () => {
    expect(at('autoscaler:\n  kind: |')).toEqual(['horizontal', 'queue-driven'])
    expect(at('autoscaler:\n  metric: c|')).toEqual(['cpu', 'queue', 'age'])
    const policy = at('autoscaler:\n  kind: horizontal\n  |')
    expect(policy).toContain('target')
    expect(policy).not.toContain('kind')
    expect(at('autoscaler:\n  up:\n    |')).toEqual(['window', 'pods', 'percent', 'period'])
    expect(at('autoscaler:\n  up:\n    window: 0\n  do|')).toContain('down')
    expect(at('pods:\n  |')).toEqual(['grace'])
  })

  test('in a comment, behind a colon and below what is unknown nothing is offered', () => {
    for (const text of ['# wor|', 'workers:|', 'nothing:\n  |', 'autoscaler:\n  target: |'])
      expect(at(text), text).toEqual([])
  })

  test('every option that is offered is one of celery worker', () => {
    for (const option of at('workers:\n  - options: "|')) {
      const values = ['', ' 1', ' prefork', ' fair', ' INFO', ' 2,1']
      expect(
        values.some((value) => parseWorkerOptions(option + value).ok),
        option,
      ).toBe(true)
    }
  })

  test('every key of a policy that is offered is one', () => {
    const pods = { options: '-c 1' }
    for (const key of at('autoscaler:\n  |')) {
      const policy = { kind: 'queue-driven', metric: 'queue', target: 1, max: 2, [key]: 'x' }
      const parsed = parseClusterSpec({ autoscaler: { policy, pods } })
      const said = parsed.ok ? '' : parsed.problems.map(({ sentence }) => sentence).join(' ')
      expect(said, key).not.toMatch(/Allowed|There is no setting|has no/u)
    }
  })
})
