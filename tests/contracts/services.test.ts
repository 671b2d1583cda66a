import { describe, expect, it } from 'vitest'
import {
  type Action,
  type Log,
  parseClusterSpec,
  PictureSeeker,
  seconds,
  type Service,
  type ServiceCall,
  SERVICES,
  type ServiceSpec,
} from '../../simulator/index.ts'
import type { ServiceExample } from '../../simulator/services/service.ts'
import { runScript, type Body, sleep } from '../support/scripted.ts'

/** Each kind has one in its folder; null: it changes something inside Python alone. */
const EXAMPLES = import.meta.glob<ServiceExample | null>('../../simulator/services/*/example.ts', {
  eager: true,
  import: 'example',
})

function exampleOf(kind: string): ServiceExample | null {
  const example = EXAMPLES[`../../simulator/services/${kind}/example.ts`]
  if (example === undefined) throw new Error(`simulator/services/${kind} has no example.ts`)
  return example
}

const KINDS = Object.keys(SERVICES) as (keyof typeof SERVICES)[]
const CHANGING = KINDS.flatMap((kind) => {
  const example = exampleOf(kind)
  return example === null ? [] : [[kind, example] as const]
})

function specsOf(kind: string, settings: object): readonly ServiceSpec[] {
  const parsed = parseClusterSpec({ services: { 'a.example.com': { kind, ...settings } } })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.spec.services ?? []
}

/** A task that says all of this to the service, and prints how the last call ended. */
const caller = (kind: string, calls: readonly ServiceCall[], timeout: number | null = null): Body =>
  function* body(_args, api) {
    let connection = 0
    let outcome = ''
    for (const [at, one] of calls.entries()) {
      const heard = yield {
        kind: 'service',
        service: (SERVICES[kind as keyof typeof SERVICES] as Service).protocol ?? kind,
        host: '',
        connection,
        ...one,
        timeout: at === calls.length - 1 ? timeout : null,
      }
      if (heard.kind === 'service') ({ connection, outcome } = heard)
    }
    api.tell('print', { stream: 'stdout', text: outcome })
    return outcome
  }

interface Given {
  readonly settings?: object
  readonly actions?: readonly Action[]
  readonly timeout?: number
}

function run(kind: string, example: ServiceExample, given: Given = {}): Log {
  const body = caller(kind, example.calls, given.timeout ?? null)
  return runScript(
    {
      tasks: { 'tasks.call': { body } },
      *main(_args, api) {
        api.send('tasks.call')
        yield sleep(seconds(20))
        return null
      },
    },
    {
      cluster: { services: specsOf(kind, { ...example.settings, ...given.settings }) },
      actions: given.actions ?? [],
      until: seconds(60),
    },
  )
}

const kill = (side: 'before' | 'in' | 'after', nth: number): Action => ({
  on: { kind: 'effect', task: 'tasks.call', effect: 'service', side, nth },
  after: 0,
  fault: 'kill-process',
  worker: null,
  lasts: null,
})

const rowsOf = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

/** How long each call took that was answered. */
function lengthsOf(log: Log): readonly number[] {
  let asked = 0
  return rowsOf(log).flatMap(({ kind, time }) => {
    if (kind === 'body-parked') asked = time
    return kind === 'service-answered' ? [time - asked] : []
  })
}

/** What was changed, and how the last call ended for a caller that was still there. */
function told(log: Log, { calls }: ServiceExample): { effects: number; outcome: string | null } {
  const rows = rowsOf(log)
  const last = calls.at(-1)?.operation
  const answers = rows.flatMap((entry) =>
    entry.kind === 'service-answered' && entry.detail.call === last ? [entry.detail.outcome] : [],
  )
  return {
    effects: rows.filter(({ kind }) => kind === 'service-effect').length,
    outcome: answers[0] ?? null,
  }
}

describe.each(KINDS)('the service %s', (kind) => {
  it('needs no more than its kind', () => {
    expect(specsOf(kind, {})).toEqual([expect.objectContaining({ kind, outages: [] })])
  })

  it('says which settings it has where one is wrong', () => {
    const parsed = parseClusterSpec({ services: { a: { kind, colour: 'red' } } })
    if (parsed.ok) throw new Error('a service has no colour')
    expect(parsed.problems[0]?.path).toBe('services.a.colour')
    for (const key of ['latency', 'outages', 'slow', ...SERVICES[kind].keys])
      expect(parsed.problems[0]?.sentence).toContain(key)
  })

  it('answers what it does not know, and keeps plain data', () => {
    const [spec] = specsOf(kind, {})
    if (spec === undefined) throw new Error('there is a spec')
    const state = SERVICES[kind].create(spec.options as never)
    const moment = { now: 0, spec, connection: 1, chance: () => 0.5, luck: () => 0.5 }
    const service = SERVICES[kind] as Service
    expect(
      service.handle(
        state,
        { operation: 'fly to the moon', subject: '', arguments: {} },
        moment,
        spec.options,
      ),
    ).toBeTypeOf('object')
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })
})

describe.each(CHANGING)('a call to %s', (kind, example) => {
  const nth = example.calls.length

  it('changes something once, and is answered', () => {
    expect(told(run(kind, example), example)).toEqual({ effects: 1, outcome: 'answered' })
  })

  it('is the same with the same seed', () => {
    expect(run(kind, example).hash()).toBe(run(kind, example).hash())
  })

  it.each([
    ['before', 0],
    ['in', 1],
    ['after', 1],
  ] as const)('whose caller is killed %s it: %i effects, and no answer', (side, effects) => {
    const log = run(kind, example, { actions: [kill(side, nth)] })
    expect(told(log, example)).toEqual({ effects, outcome: null })
  })

  it('that takes too long is given up, and takes effect all the same', () => {
    const settings = { latency: 2 }
    const log = run(kind, example, { settings, timeout: seconds(0.5) })
    expect(told(log, example)).toEqual({ effects: 1, outcome: 'timed out' })
  })

  it('finds nobody while the service is away', () => {
    const settings = { outages: [{ from: 0, until: 50 }] }
    const { effects, outcome } = told(run(kind, example, { settings }), example)
    expect(effects).toBe(0)
    expect(['refused', 'disconnected']).toContain(outcome)
  })

  it.each([
    ['that the cluster describes', { settings: { slow: [{ from: 0, until: 9, latency: 2 }] } }],
    [
      'that somebody makes',
      {
        actions: [
          {
            on: { kind: 'time' },
            after: 0,
            fault: 'service-slow',
            ...{ service: 'a.example.com', latency: seconds(2), lasts: seconds(9) },
          },
        ],
      },
    ],
  ] as const)('takes longer in a slow spell %s, and then as long as ever', (_, given) => {
    const one = {
      settings: { ...example.settings, latency: 0.1 },
      calls: example.calls.slice(0, 1),
    }
    const log = run(kind, one, given)
    expect(lengthsOf(log)[0]).toBe(seconds(2))
    const rows = rowsOf(log).filter(
      (entry) => entry.kind === 'service-slowed' || entry.kind === 'service-recovered',
    )
    expect(rows.map(({ time, kind, detail }) => [time, kind, detail])).toEqual([
      [0, 'service-slowed', { until: seconds(9), latency: seconds(2) }],
      [seconds(9), 'service-recovered', {}],
    ])
    expect(new PictureSeeker(log).at(seconds(5)).services[0]?.slow).toBe(seconds(2))
    expect(new PictureSeeker(log).at(seconds(10)).services[0]?.slow).toBeNull()
    const over = { settings: { slow: [{ from: 0, until: 0.000_001, latency: 2 }] } }
    expect(lengthsOf(run(kind, one, over))[0]).toBe(seconds(0.1))
  })

  it('waits for a service that is silent, until it is back', () => {
    const settings = { outages: [{ from: 0, until: 10, how: 'silent' }] }
    const log = run(kind, example, { settings })
    expect(told(log, example)).toEqual({ effects: 1, outcome: 'answered' })
  })
})
