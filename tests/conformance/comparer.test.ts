import { describe, expect, it } from 'vitest'
import { compare } from '../../src/conformance/compare/compare.ts'
import { canonical } from '../../src/conformance/trace/json.ts'
import type { Value } from '../../src/conformance/trace/json.ts'
import type { Trace } from '../../src/conformance/trace/trace.ts'
import { firmLeaves, withChanged } from './mutations.ts'
import { traces } from './traces.ts'

const named = (name: string): Trace => {
  const found = traces.find((trace) => trace.name === name)
  if (found === undefined) throw new Error(`no trace ${name}`)
  return found
}

/** Small ones that have a value in every field that must agree. */
const SAMPLE = ['basic_delay', 'retry_explicit', 'chord_error', 'rabbit_basic', 'shutdown_warm']

describe('a recording compared with itself', () => {
  it('agrees in every recording, and compares and skips leaves', () => {
    for (const trace of traces) {
      const { differences, compared, skipped } = compare(trace, trace)
      expect(differences, trace.name).toEqual([])
      expect(compared, trace.name).toBeGreaterThan(10)
      expect(skipped, trace.name).toBeGreaterThan(0)
    }
  })

  it.each(SAMPLE)('%s: no leaf that must agree can be altered unseen', (name) => {
    const trace = named(name)
    const unseen = firmLeaves(trace).filter(
      (path) => compare(trace, withChanged(trace, path)).differences.length === 0,
    )
    expect(unseen.map((path) => path.join('.'))).toEqual([])
  })

  it('has every field that must agree somewhere in the sample', () => {
    const fields = new Set(
      SAMPLE.flatMap((name) =>
        firmLeaves(named(name)).map((path) =>
          path
            .filter((key) => !/^\d+$/.test(key))
            .slice(0, 2)
            .join('.'),
        ),
      ),
    )
    for (const field of [
      'main.returned',
      'tasks.states',
      'tasks.exc',
      'tasks.timings',
      'tasks.signals',
      'messages.headers',
      'messages.properties',
      'messages.body',
      'order.started',
      'started_on.w1',
      'topology.queues',
    ])
      expect(fields).toContain(field)
  })
})

describe('ids', () => {
  it('are compared by where they stand, not by name', () => {
    const trace = named('chord_error')
    expect(compare(trace, swapIds(trace, 't1', 't4')).differences).toEqual([])
  })

  it('differ where they stand in another place', () => {
    const trace = named('chain_basic')
    const [first, second, ...others] = trace.messages
    const headers = { ...(second?.['headers'] as object), parent_id: 't3' } as Value
    const changed = { ...trace, messages: [first!, { ...second, headers }, ...others] }
    expect(compare(trace, changed as Trace).differences[0]?.path).toContain('parent_id')
  })
})

describe('the marks of the recordings', () => {
  const trace = named('two_workers_share')

  it('unordered lists may come in any order but with the same elements', () => {
    const started = canonical(trace.order['started'] ?? null)
    expect(started).toContain('__unordered__')
    const list = (trace.order['started'] as { readonly __unordered__: readonly Value[] })
      .__unordered__
    const withStarted = (value: Value): Trace => ({
      ...trace,
      order: { ...trace.order, started: value },
    })
    expect(compare(trace, withStarted(list.toReversed())).differences).toEqual([])
    expect(compare(trace, withStarted(list.slice(1))).differences).not.toEqual([])
  })
})

/** Two ids exchanged everywhere. */
function swapIds(trace: Trace, a: string, b: string): Trace {
  const text = JSON.stringify(trace).replace(new RegExp(`\\b(${a}|${b})\\b`, 'g'), (id) =>
    id === a ? b : a,
  )
  const swapped = JSON.parse(text) as Trace
  return { ...swapped, tasks: swapped.tasks.toReversed() }
}
