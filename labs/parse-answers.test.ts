import { describe, expect, it } from 'vitest'
import type { ClusterSpec } from '../simulator/index.ts'
import type { Answers, Item } from './answers.ts'
import { FATES } from './answers.ts'
import { actionsOf, applyAnswers, isPlace } from './apply-answers.ts'
import { problemText } from './lab.ts'
import { parseAnswers } from './parse-answers.ts'
import { writeAnswers } from './write-answers.ts'

const NOTE = { note: '' }

const ITEMS: readonly Item[] = [
  {
    ...{ kind: 'slider', id: 'base', title: 'First pause', unit: 's', ...NOTE },
    ...{ from: 1, to: 60, step: 0.5, sets: ['tasks', 'shop.pay', 'pauses', 'base'] },
  },
  {
    ...{ kind: 'choice', id: 'ack', title: 'Acknowledge', ...NOTE },
    at: null,
    options: [
      { id: 'early', title: 'Early', sets: [], actions: [], when: null },
      {
        ...{ id: 'late', title: 'Late', actions: [], when: null },
        sets: [{ path: ['tasks', 'shop.pay', 'options', 'acks_late'], to: true }],
      },
    ],
  },
  {
    ...{ kind: 'matrix', id: 'fate', title: 'Fate', task: 'shop.pay', until: 10, ...NOTE },
    rows: [
      { id: 'early', title: '', with: { ack: 'early' } },
      { id: 'late', title: '', with: { ack: 'late' } },
    ],
    columns: [{ id: 'child', title: '', with: {} }],
  },
  {
    ...{ kind: 'curve', id: 'load', title: 'Load', unit: 'requests/s', ...NOTE },
    ...{ from: 0, every: 10, count: 3, most: 100, service: 'api' },
  },
]

const read = (text: string, before?: Answers): Answers | readonly string[] => {
  const parsed = parseAnswers(text, ITEMS, before)
  return parsed.ok ? parsed.answers : parsed.problems.map(problemText)
}

const ANSWERS: Answers = {
  base: 2.5,
  ack: 'late',
  fate: { early: { child: 'lost' }, late: {} },
  load: [0, 100, 3.5],
}

describe('answers.yaml', () => {
  it('is read as it is written', () => {
    expect(read(writeAnswers(ITEMS, ANSWERS))).toEqual(ANSWERS)
    const open = { ...ANSWERS, ack: null, load: null, fate: null }
    expect(read(writeAnswers(ITEMS, open))).toEqual(open)
  })

  it('leaves what it does not name as it was', () => {
    expect(read('base: 3', ANSWERS)).toEqual({ ...ANSWERS, base: 3 })
    expect(read('', ANSWERS)).toEqual(ANSWERS)
  })

  it.each([
    ['speed: 3', 1, 'There is no setting "speed" here. Allowed are: base, ack, fate, load.'],
    ['\nbase: 61', 2, '"base" must be a number from 1 to 60.'],
    ['base: soon', 1, '"base" must be a number from 1 to 60.'],
    ['base: 1.2', 1, 'It goes in steps of 0.5 from 1 to 60.'],
    ['ack: never', 1, '"ack" must be one of: early, late.'],
    ['fate:\n  late: { child: thrice }', 2, '"child" must be one of: lost, once, twice.'],
    ['fate:\n  soon: {}', 2, 'There is no setting "soon" here. Allowed are: early, late.'],
    ['load: [1, 2]', 1, 'The curve has 3 points, one for each moment; here are 2.'],
    [
      'load:\n  - 1\n  - 2\n  - 101',
      4,
      'A point of the curve is a number from 0 to 100 requests/s.',
    ],
    ['load: high', 1, '"load" must be a list, each entry on a line of its own after "- ".'],
  ])('%j is wrong in line %i', (text, line, sentence) => {
    expect(read(text)).toContain(`answers.yaml, line ${line}: ${sentence}`)
  })

  it('says each wrong thing, also where it is no YAML', () => {
    expect(read('base: 0\nack: no')).toHaveLength(2)
    expect(read('base: [')).not.toEqual([])
  })
})

describe('the world', () => {
  const cluster: ClusterSpec = {
    broker: 'rabbitmq',
    backend: 'none',
    app: 'shop',
    workers: [],
    tasks: [
      {
        name: 'shop.pay',
        duration: { kind: 'constant', value: 1 },
        ...{ failure: 0, size: 0, cpu: 1, options: {} },
        pauses: { base: 1, factor: 1, cap: 1, jitter: 0, tries: 1 },
      },
    ],
  }

  it('is as sliders and choices set it', () => {
    const [task] = applyAnswers(cluster, ITEMS, ANSWERS).tasks ?? []
    expect(task?.pauses?.base).toBe(2.5)
    expect(task?.options).toEqual({ acks_late: true })
    expect(cluster.tasks?.[0]?.pauses?.base).toBe(1)
    const [early] = applyAnswers(cluster, ITEMS, { ack: 'early' }).tasks ?? []
    expect(early?.options).toEqual({})
  })

  it('has no place for what it does not know', () => {
    expect(isPlace(cluster, ['tasks', 'shop.pay', 'options', 'anything'])).toBe(true)
    expect(isPlace(cluster, ['tasks', 'shop.mail', 'options', 'acks_late'])).toBe(false)
    expect(isPlace(cluster, [])).toBe(false)
  })
})

describe('what happens', () => {
  const cut = { fault: 'drop-connections', lasts: null } as const
  const option = { title: '', sets: [] }
  const items: readonly Item[] = [
    {
      ...{ kind: 'choice', id: 'crash', title: '', note: '', at: 'moment' },
      options: [
        { ...option, id: 'nothing', actions: [], when: null },
        { ...option, id: 'cut', actions: [{ on: { kind: 'time' }, after: 2, ...cut }], when: null },
      ],
    },
    {
      ...{ kind: 'choice', id: 'moment', title: '', note: '', at: null },
      options: [
        { ...option, id: 'end', actions: [], when: { on: { kind: 'done' }, after: 5 } },
        { ...option, id: 'never', actions: [], when: null },
      ],
    },
  ]

  it('is counted from the moment that another choice names', () => {
    expect(actionsOf(items, { crash: 'cut', moment: 'end' })).toEqual([
      { on: { kind: 'done' }, after: 7, ...cut },
    ])
    expect(actionsOf(items, { crash: 'nothing', moment: 'end' })).toEqual([])
  })

  it('does not happen without a moment', () => {
    expect(actionsOf(items, { crash: 'cut', moment: 'never' })).toEqual([])
    expect(actionsOf(items, { crash: 'cut', moment: null })).toEqual([])
  })
})

it('an effect is lost, or happens once or twice', () => {
  expect(FATES.map(({ id }) => id)).toEqual(['lost', 'once', 'twice'])
})
