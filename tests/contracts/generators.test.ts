import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoadShape } from '../../simulator/cluster/model-spec.ts'
import { createStreams } from '../../simulator/kernel/random.ts'
import type { GeneratorState } from '../../simulator/modelled/load/generator.ts'
import { generatorOf, GENERATORS } from '../../simulator/modelled/load/index.ts'
import { copyPlain } from '../../simulator/world/copy.ts'

/** One of each, with the messages it sends in its first hour; a member without an example does not compile. */
const EXAMPLES: { readonly [K in LoadShape['kind']]: readonly [LoadShape, count: number] } = {
  constant: [{ kind: 'constant', rate: 2 }, 7200],
  poisson: [{ kind: 'poisson', rate: 2 }, 7200],
  bursts: [{ kind: 'bursts', every: 60, size: 30, within: 5 }, 1800],
  daily: [
    {
      kind: 'daily',
      points: [
        [0, 1],
        [0.5, 3],
        [1, 1],
        [12, 8],
      ],
      shift: 0,
      spread: 0,
    },
    7200,
  ],
  replay: [{ kind: 'replay', times: [0, 1, 1, 2.5, 3600] }, 4],
}

const HOUR = 3_600_000_000

interface Sending {
  readonly state: GeneratorState
  readonly streams: ReturnType<typeof createStreams>
}

function begin(shape: LoadShape, seed: number): Sending {
  const streams = createStreams(seed)
  const drawn = generatorOf(shape).draw(shape, streams.stream('load'))
  return { state: { drawn, sent: 0 }, streams }
}

/** The next messages up to a time; at most so many. */
function send(
  shape: LoadShape,
  { state, streams }: Sending,
  until: number,
  most = Infinity,
): number[] {
  const times: number[] = []
  let after = 0
  while (times.length < most) {
    const next = generatorOf(shape).next(shape, state, after, streams.stream('load'))
    if (next === null || next >= until) return times
    times.push(next)
    state.sent += 1
    after = next
  }
  return times
}

describe.each(Object.keys(GENERATORS) as LoadShape['kind'][])('load %s', (kind) => {
  const [shape, count] = EXAMPLES[kind]

  it('finds nothing wrong with its example', () => {
    expect(generatorOf(shape).problem(shape)).toBeNull()
  })

  it('sends as many as it says, in order, at whole microseconds', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const times = send(shape, begin(shape, seed), HOUR)
        expect(Math.abs(times.length - count)).toBeLessThanOrEqual(5 * Math.sqrt(count))
        expect(
          times.every((time, at) => Number.isSafeInteger(time) && time >= (times[at - 1] ?? 0)),
        ).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('sends the same for the same seed', () => {
    const [first, second] = [begin(shape, 5), begin(shape, 5)]
    expect(send(shape, first, HOUR)).toEqual(send(shape, second, HOUR))
  })

  it('goes on from a copy of its state as it would have gone on', () => {
    const sending = begin(shape, 9)
    const before = send(shape, sending, HOUR, 3)
    const after = before.at(-1) ?? 0
    const state = copyPlain(sending.state)
    const streams = createStreams(1)
    streams.restore(sending.streams.snapshot())
    const next = ({ state, streams }: Sending) =>
      generatorOf(shape).next(shape, state, after, streams.stream('load'))
    expect(next({ state, streams })).toBe(next(sending))
  })
})
