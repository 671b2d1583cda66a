import { describe, expect, it } from 'vitest'
import { parseWorkers } from './parse-cluster.ts'

const BOUNDS = { processes: 8, workers: ['w1', 'w2'] }

/** The problems of a text as `line: sentence`. */
function problems(text: string): readonly string[] {
  const parsed = parseWorkers(text, BOUNDS)
  return parsed.ok ? [] : parsed.problems.map(({ line, sentence }) => `${line}: ${sentence}`)
}

describe('cluster.yaml', () => {
  it('names workers and the options of their command line', () => {
    const text = 'workers:\n  - name: w1\n    options: "-c 2 -Q a,b"\n  - name: w2\n'
    expect(parseWorkers(text, BOUNDS)).toEqual({
      ok: true,
      workers: [
        { name: 'w1', options: '-c 2 -Q a,b', autostart: true },
        { name: 'w2', options: '', autostart: true },
      ],
    })
  })

  it.each([
    ['workers:\n  - name: w9\n', '2: No worker can be called w9. Allowed are: w1, w2.'],
    [
      'workers:\n  - name: w1\n    pool: solo\n',
      '3: There is no setting "pool" here. Allowed are: name, options.',
    ],
    ['workers:\n  - options: "-c 1"\n', '2: The setting "name" is missing here.'],
    [
      'workers:\n  - name: w1\n  - name: w1\n',
      '3: Two workers are called w1. Give each a name of its own.',
    ],
    [
      'workers:\n  - name: w1\n    options: "-c two"\n',
      "3: Invalid value for '-c' / '--concurrency': 'two' is not a valid integer.",
    ],
    [
      'workers:\n  - name: w1\n    options: "--fast"\n',
      "3: No such option '--fast'. (Did you mean one of: '--beat', '--umask'?)",
    ],
    [
      'workers:\n  - name: w1\n    options: 3\n',
      '3: The options are text in quotes, such as "-c 2 -Q mail".',
    ],
    [
      'workers:\n  - name: w1\n    options: "-c 7"\n  - name: w2\n',
      '4: The workers have 9 processes together; this lab allows 8. Lower some -c.',
    ],
    ['workers: []\n', '1: There must be at least one worker.'],
    ['workers: w1\n', '1: "workers" must be a list, each entry on a line of its own after "- ".'],
    ['queues: [a]\n', '1: There is no setting "queues" here. Allowed are: workers.'],
    ['', '1: "cluster.yaml" must be a list of settings, each as "name: value".'],
  ])('says what is wrong, at its line: %j', (text, problem) => {
    expect(problems(text)).toContain(problem)
  })

  it('says where the YAML itself is broken, and nothing more', () => {
    const found = problems('workers:\n  - name: w1\n   options: "-c 2"\n')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^3: /u)
  })
})
