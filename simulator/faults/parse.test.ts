import { describe, expect, it } from 'vitest'
import type { ClusterSpec } from '../cluster/spec.ts'
import { seconds } from '../kernel/units.ts'
import { FAULT_NAMES } from './index.ts'
import { parseActions } from './parse.ts'

const CLUSTER: ClusterSpec = {
  broker: 'redis',
  backend: 'redis',
  app: 'tasks',
  workers: [
    { name: 'w1', options: '', autostart: true, node: 'n1' },
    { name: 'w2', options: '', autostart: true },
  ],
}

const actions = (value: unknown) => {
  const parsed = parseActions(value, CLUSTER)
  return parsed.ok
    ? parsed.actions
    : parsed.problems.map(({ path, sentence }) => path + ': ' + sentence)
}

describe('actions as data', () => {
  it('reads orders to a beat, by its name', () => {
    const cluster = { ...CLUSTER, beat: [{ options: '' }, { name: 'second', options: '' }] }
    const order = (worker: string): unknown => {
      const parsed = parseActions([{ at: 1, do: 'start', worker }], cluster)
      return parsed.ok ? parsed.actions.map((one) => 'target' in one && one.target) : 'refused'
    }
    expect(['beat', 'second', 'third'].map(order)).toEqual([['beat'], ['second'], 'refused'])
  })

  it('reads orders and faults, with times in seconds', () => {
    expect(
      actions([
        { at: 1.5, do: 'stop', worker: 'w1' },
        { at: 2, fault: 'kill-worker', worker: 'w2', lasts: 0.5 },
        { on: { started: 'tasks.a', nth: 2 }, after: 1, fault: 'kill-node' },
        { on: { effect: 'any', task: 'tasks.a', ofFirst: 6 }, fault: 'kill-process' },
        { on: { effect: 'service', chance: 0.1, tries: 2 }, fault: 'kill-process' },
        { on: { effect: 'service', service: 'pay.org', nth: 2 }, fault: 'kill-process' },
        { on: 'done', fault: 'lost-ack', worker: 'w1' },
        { at: 0, fault: 'clock-skew', worker: 'w1', by: -3, lasts: 9 },
      ]),
    ).toEqual([
      { on: { kind: 'time' }, after: seconds(1.5), verb: 'stop', target: 'w1' },
      {
        on: { kind: 'time' },
        after: seconds(2),
        fault: 'kill-worker',
        worker: 'w2',
        lasts: 500_000,
      },
      {
        on: { kind: 'started', task: 'tasks.a', nth: 2 },
        after: seconds(1),
        fault: 'kill-node',
        node: null,
        lasts: null,
      },
      {
        on: { kind: 'effect', task: 'tasks.a', effect: null, side: null, nth: { ofFirst: 6 } },
        after: 0,
        fault: 'kill-process',
        worker: null,
        lasts: null,
      },
      {
        on: {
          kind: 'effect',
          task: null,
          effect: 'service',
          side: null,
          nth: { chance: 0.1, tries: 2 },
        },
        after: 0,
        fault: 'kill-process',
        worker: null,
        lasts: null,
      },
      {
        on: {
          kind: 'effect',
          task: null,
          effect: 'service',
          side: null,
          service: 'pay.org',
          nth: 2,
        },
        after: 0,
        fault: 'kill-process',
        worker: null,
        lasts: null,
      },
      { on: { kind: 'done' }, after: 0, fault: 'lost-ack', worker: 'w1', count: 1, lasts: null },
      {
        on: { kind: 'time' },
        after: 0,
        fault: 'clock-skew',
        worker: 'w1',
        by: seconds(-3),
        lasts: seconds(9),
      },
    ])
  })

  it.each([
    ['stop w1', 'actions: The actions are a list; each says when, and what happens then.'],
    [[7], 'actions[0]: An action says when ("at" or "on") and what happens ("do" or "fault").'],
    [
      [{ at: -1, do: 'stop', worker: 'w1' }],
      'actions[0].at: "at" is a number of seconds from 0 to 86400, not -1.',
    ],
    [
      [{ at: 1, fault: 'earthquake' }],
      `actions[0].fault: "earthquake" is not one of ${FAULT_NAMES.join(', ')}.`,
    ],
    [
      [{ at: 1, fault: 'kill-worker', worker: 'w9' }],
      'actions[0].worker: "w9" is not one of w1, w2.',
    ],
    [[{ at: 1, fault: 'kill-node' }], 'actions[0].node: nothing is not one of n1, w2.'],
    [
      [{ at: 1, fault: 'kill-worker', worker: 'w1', target: 'w1' }],
      'actions[0].target: This action has no setting "target". Allowed are: at, fault, lasts, worker.',
    ],
    [
      [{ at: 1, fault: 'kill-process', worker: 'w1', lasts: 3 }],
      'actions[0].lasts: The fault kill-process is over at once: leave "lasts" out.',
    ],
    [
      [{ at: 1, fault: 'poison-task', lasts: 3 }],
      'actions[0].task: "task" is missing: it is a text such as "tasks.add".',
    ],
    [
      [{ at: 1, fault: 'poison-task', task: 'tasks.a' }],
      'actions[0].lasts: "lasts" is a number of seconds from 0 to 86400, not nothing.',
    ],
    [
      [{ on: 'tomorrow', do: 'stop', worker: 'w1' }],
      'actions[0].on: An action begins on one of these: printed, started, effect, ready, done.',
    ],
    [
      [{ on: { effect: 'publish', nth: 0 }, fault: 'kill-process' }],
      'actions[0].on.nth: "nth" is a whole number from 1 to 1000000, not 0.',
    ],
  ])('says what is wrong with %j', (value, sentence) => {
    expect(actions(value)).toEqual([sentence])
  })
})
