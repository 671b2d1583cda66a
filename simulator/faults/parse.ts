import type { Fault } from '../cluster/fault-spec.ts'
import type { Problem } from '../cluster/parse.ts'
import {
  type Action,
  type ClusterSpec,
  EFFECTS,
  type EffectTrigger,
  type Planned,
  type Trigger,
} from '../cluster/spec.ts'
import type { Micros } from '../kernel/units.ts'
import type { AnyFaultMember } from './fault.ts'
import { Fields } from './fields.ts'
import { FAULT_NAMES, FAULTS } from './index.ts'
import { readOrder } from './read-order.ts'

export type ParsedActions =
  | { readonly ok: true; readonly actions: readonly Action[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const TRIGGERS = ['printed', 'started', 'effect', 'ready', 'done'] as const

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads what happens to a cluster from untrusted data: a list such as `{ at: 1.5, do: stop, worker: w1 }` or
 * `{ on: { started: tasks.add, nth: 2 }, after: 0.5, fault: kill-worker, lasts: 3 }`. Times are in seconds.
 */
export function parseActions(value: unknown, cluster: ClusterSpec): ParsedActions {
  const problems: Problem[] = []
  if (!Array.isArray(value)) {
    const sentence = 'The actions are a list; each says when, and what happens then.'
    return { ok: false, problems: [{ path: 'actions', sentence }] }
  }
  const actions = value.flatMap((one: unknown, i) => {
    const read = parseAction(one, cluster, `actions[${i}]`, problems)
    return read === null ? [] : [read]
  })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, actions }
}

/** Reads one action; null where it is none, and `problems` says why. */
export function parseAction(
  value: unknown,
  cluster: ClusterSpec,
  path: string,
  problems: Problem[],
): Action | null {
  if (!isRecord(value)) {
    const sentence = 'An action says when ("at" or "on") and what happens ("do" or "fault").'
    problems.push({ path, sentence })
    return null
  }
  const fields = new Fields(value, cluster, path, problems)
  const planned = readPlan(fields)
  const what = fields.has('fault') ? readFault(fields) : readOrder(fields)
  fields.finish('This action')
  return what === null ? null : { ...planned, ...what }
}

/** Reads when something happens, without what; null where it does not say, and `problems` says why. */
export function parsePlan(
  value: unknown,
  cluster: ClusterSpec,
  path: string,
  problems: Problem[],
): Planned | null {
  if (!isRecord(value) || (value['at'] === undefined && value['on'] === undefined)) {
    problems.push({ path, sentence: 'A moment says "at" so many seconds, or "on" what happens.' })
    return null
  }
  const fields = new Fields(value, cluster, path, problems)
  const planned = readPlan(fields)
  fields.finish('A moment')
  return planned
}

function readPlan(fields: Fields): Planned {
  if (fields.has('at') || !fields.has('on'))
    return { on: { kind: 'time' }, after: fields.duration('at') }
  const after = fields.has('after') ? fields.duration('after') : 0
  return { on: readTrigger(fields), after }
}

function readTrigger(fields: Fields): Trigger {
  const value = fields.value('on')
  if (value === 'done') return { kind: 'done' }
  const kind = isRecord(value) ? TRIGGERS.find((one) => value[one] !== undefined) : undefined
  if (!isRecord(value) || kind === undefined) {
    fields.problem('on', `An action begins on one of these: ${TRIGGERS.join(', ')}.`)
    return { kind: 'done' }
  }
  const inner = fields.inner('on', value)
  const trigger = TRIGGER_READERS[kind](inner)
  inner.finish('This trigger')
  return trigger
}

const TRIGGER_READERS: {
  readonly [K in (typeof TRIGGERS)[number]]: (fields: Fields) => Trigger
} = {
  printed: (fields) => ({ kind: 'printed', text: fields.text('printed') }),
  started: (fields) => ({
    kind: 'started',
    task: fields.text('started'),
    nth: fields.count('nth', 1),
  }),
  ready: (fields) => ({ kind: 'ready', worker: fields.text('ready') }),
  done: (fields) => {
    fields.value('done')
    return { kind: 'done' }
  },
  effect: (fields) => {
    const effect = fields.choice('effect', [...EFFECTS, 'any'])
    const side = fields.has('side') ? fields.choice('side', ['before', 'in', 'after']) : null
    if (side === 'in' && effect !== 'service')
      fields.problem('side', 'Only a call has an inside: write effect: service, or another side.')
    if (fields.has('service') && effect !== 'service')
      fields.problem(
        'service',
        'Only a call is of a service: write effect: service, or leave it out.',
      )
    return {
      kind: 'effect',
      task: fields.has('task') ? fields.text('task') : null,
      effect: effect === 'any' ? null : effect,
      side,
      ...(fields.has('service') ? { service: fields.text('service') } : {}),
      nth: readBoundaries(fields),
    }
  },
}

/** Tries of a task that chance may strike in, unless it is said. */
const TRIES = 3

function readBoundaries(fields: Fields): EffectTrigger['nth'] {
  if (fields.has('chance'))
    return {
      chance: fields.share('chance'),
      tries: fields.count('tries', TRIES),
      ...(fields.has('only') ? { only: fields.texts('only') } : {}),
    }
  return fields.has('ofFirst') ? { ofFirst: fields.count('ofFirst', 1) } : fields.count('nth', 1)
}

function readFault(fields: Fields): Fault | null {
  const name = fields.choice('fault', FAULT_NAMES)
  if (name === null) return null
  const member: AnyFaultMember = FAULTS[name]
  fields.checkBroker(name, member.brokers)
  return { fault: name, lasts: readLasts(fields, member), ...member.read(fields) } as Fault
}

function readLasts(fields: Fields, { name, lasting }: AnyFaultMember): Micros | null {
  const given = fields.has('lasts')
  if (lasting === 'at once' && given)
    fields.problem('lasts', `The fault ${name} is over at once: leave "lasts" out.`)
  else if (given || lasting === 'a while') return fields.duration('lasts')
  fields.value('lasts')
  return null
}
