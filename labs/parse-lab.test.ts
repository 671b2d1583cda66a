import { describe, expect, it } from 'vitest'
import { fill, slotsIn } from './fill.ts'
import type { Files, LabTitle } from './lab.ts'
import { problemText } from './lab.ts'
import { parseLab } from './parse-lab.ts'

const TITLE: LabTitle = {
  slug: 'small',
  number: 1,
  title: 'Small',
  summary: 'One queue.',
  level: 'Foundation',
  minutes: 5,
}

const SHEET = `client: { module: client, entry: script }
cluster: { broker: redis, backend: redis, app: tasks }
bounds: { processes: 4, workers: [w1] }
editable: [tasks.py, cluster.yaml]
actions: [{ at: 1.5, do: stop, worker: w1 }]
limits: { seconds: 60, facts: 1000 }
seeds: 3
checks:
  - id: quick
    title: Quick
    word: p95-wait
    with: { task: tasks.add, below: 1 }
hints:
  - id: alone
    word: queue-without-consumer
    steps: ["Queue {queue} has {waiting}."]
mistakes: { starter: alone }
`

const folder = (sheet: string): Files => ({
  'lab.yaml': sheet,
  'instructions.md': 'Do it.',
  'starter/tasks.py': '',
  'starter/client.py': '',
  'starter/cluster.yaml': 'workers: [{ name: w1, options: "-c 2" }]\n',
  'wrong/nothing/tasks.py': 'x',
})

const problems = (sheet: string): readonly string[] => {
  const parsed = parseLab(TITLE, folder(sheet))
  return parsed.ok ? [] : parsed.problems.map(problemText)
}

describe('a lab', () => {
  it('is read from its folder', () => {
    expect(parseLab(TITLE, folder(SHEET))).toEqual({
      ok: true,
      lab: {
        ...TITLE,
        instructions: 'Do it.',
        client: { module: 'client', entry: 'script' },
        cluster: {
          broker: 'redis',
          backend: 'redis',
          app: 'tasks',
          workers: [{ name: 'w1', options: '-c 2', autostart: true }],
        },
        bounds: { processes: 4, workers: ['w1'] },
        editable: ['tasks.py', 'cluster.yaml'],
        starter: {
          'tasks.py': '',
          'client.py': '',
          'cluster.yaml': 'workers: [{ name: w1, options: "-c 2" }]\n',
        },
        asks: [],
        answers: {},
        actions: [{ on: { kind: 'time' }, after: 1_500_000, verb: 'stop', target: 'w1' }],
        limits: { time: 60_000_000, facts: 1000 },
        seeds: 3,
        checks: [
          {
            id: 'quick',
            title: 'Quick',
            word: 'p95-wait',
            parameters: { task: 'tasks.add', below: 1 },
          },
        ],
        stars: [],
        hints: [
          {
            id: 'alone',
            word: 'queue-without-consumer',
            parameters: {},
            steps: ['Queue {queue} has {waiting}.'],
          },
        ],
        knobs: [{ knob: 'faults' }],
        mistakes: { starter: 'alone' },
      },
    })
  })

  it.each([
    ['seeds: 3', 'seeds: 0', 'lab.yaml, line 7: "seeds" must be a number from 1 to 1000.'],
    ['seeds: 3', 'seeds: 1.5', 'lab.yaml, line 7: "seeds" must be a whole number from 1 to 1000.'],
    ['seeds: 3\n', '', 'lab.yaml, line 1: The setting "seeds" is missing here.'],
    [
      'broker: redis',
      'broker: kafka',
      'lab.yaml, line 2: "kafka" is not one of redis, rabbitmq, memory, sqs.',
    ],
    ['[tasks.py,', '[task.py,', 'lab.yaml, line 4: There is no file starter/task.py.'],
    [
      'do: stop',
      'do: dance',
      'lab.yaml, line 5: "dance" is not one of start, stop, kill, control, purge, publish, prefetch.',
    ],
    [
      'do: stop',
      'fault: broker-away, lasts: long',
      'lab.yaml, line 5: This action has no setting "worker". Allowed are: at, fault, lasts.',
    ],
    [
      'do: stop, worker: w1',
      'fault: broker-away',
      'lab.yaml, line 5: "lasts" is a number of seconds from 0 to 86400, not nothing.',
    ],
    [
      '- { at: 1.5, do: stop, worker: w1 }'.slice(2),
      '{ on: { started: tasks.add,\n nth: often }, fault: kill-process }',
      'lab.yaml, line 6: "nth" is a whole number from 1 to 1000000, not "often".',
    ],
    ['title: Quick', 'title: [1]', 'lab.yaml, line 10: "title" must be text.'],
    ['below: 1', 'below: soon', 'lab.yaml, line 12: "below" must be a number of seconds above 0.'],
    [
      'below: 1',
      'under: 1',
      'lab.yaml, line 12: There is no setting "under" here. Allowed are: task, below.',
    ],
    [
      '    with: { task: tasks.add, below: 1 }\n',
      '',
      'lab.yaml, line 11: This word needs "with": task, below.',
    ],
    [
      '{waiting}',
      '{wating}',
      'lab.yaml, line 16: queue-without-consumer finds no {wating}. It finds: queue, waiting.',
    ],
    ['starter: alone', 'starter: gone', 'lab.yaml, line 17: There is no hint "gone" in this lab.'],
    [
      'processes: 4',
      'processes: 1',
      'starter/cluster.yaml, line 1: The workers have 2 processes together; this lab allows 1. Lower some -c.',
    ],
  ])('says what is wrong, at its line: %j for %j', (good, bad, problem) => {
    expect(SHEET).toContain(good)
    expect(problems(SHEET.replace(good, bad))).toContain(problem)
  })

  it('names the words there are where one is unknown', () => {
    const [problem] = problems(SHEET.replace('p95-wait', 'p99-wait'))
    expect(problem).toMatch(
      /^lab\.yaml, line 11: There is no check word "p99-wait"\. There are: .*p95-wait, /u,
    )
  })

  it('tells what is wrong inside of a parameter at its own line', () => {
    const word = [
      'word: never',
      '    with:',
      '      happening:',
      '        task: a',
      '        is: eaten',
      '      sys: No.',
    ]
    const sheet = SHEET.replace(/word: p95-wait\n +with: .*/u, word.join('\n'))
    expect(problems(sheet)).toEqual([
      'lab.yaml, line 16: There is no setting "sys" here. Allowed are: happening, says.',
      'lab.yaml, line 15: "is" must be one of: sent, started, succeeded, failed, running.',
    ])
  })

  it('tells what is wrong with what may be left out', () => {
    const shrunk = (knob: string): readonly string[] => problems(`${SHEET}shrink: [${knob}]\n`)
    expect(shrunk('{ knob: faults }')).toEqual([])
    expect(shrunk('{ knob: nobs }')).toEqual([
      'lab.yaml, line 18: "knob" must be one of: faults, outages, constant, load, workers, processes.',
    ])
    expect(shrunk('{ knob: constant, file: client.py, name: N }')).toEqual([
      'lab.yaml, line 18: There is no line "N = <number>" in starter/client.py.',
    ])
    expect(shrunk('{ knob: constant, file: shop.py, name: N }')).toEqual([
      'lab.yaml, line 18: There is no file starter/shop.py.',
    ])
  })

  it('says where its YAML is broken', () => {
    expect(problems(SHEET.replace('[w1]', '[w1'))[0]).toMatch(/^lab\.yaml, line [34]: /u)
  })
})

describe('slots of a text', () => {
  it('are words in braces, and get their values', () => {
    expect(slotsIn("{a} of {b_2}, {'c': 1}")).toEqual(['a', 'b_2'])
    expect(fill('{a} of {b}', { a: 3, b: 'x' })).toBe('3 of x')
  })

  it('stay as they are without a value', () => {
    expect(fill('{a}', {})).toBe('{a}')
  })
})
