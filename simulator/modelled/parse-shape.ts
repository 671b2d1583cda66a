import type { LoadShape } from '../cluster/model-spec.ts'
import type { Reader } from '../cluster/reader.ts'
import { generatorOf, GENERATORS } from './load/index.ts'
import { LONGEST, numbers } from './parse-duration.ts'

/** Reads when something is sent: a kind of load and its parameters. */
export function parseShape(reader: Reader): LoadShape {
  const kind = reader.choice('kind', Object.keys(GENERATORS) as LoadShape['kind'][])
  const shape = shapeOf(kind, reader)
  const problem = generatorOf(shape).problem(shape)
  if (problem !== null) reader.wrong('', problem)
  return shape
}

/** A million a second: as fast as anybody can be simulated. */
const MOST_RATE = 1_000_000

function shapeOf(kind: LoadShape['kind'], reader: Reader): LoadShape {
  const rate = { least: 0, above: true, most: MOST_RATE }
  switch (kind) {
    case 'constant':
    case 'poisson':
      return { kind, rate: reader.number('rate', rate) }
    case 'bursts':
      return {
        kind,
        every: reader.number('every', { least: 0, above: true, most: LONGEST }),
        size: reader.number('size', { least: 1, most: MOST_RATE, whole: true }),
        within: reader.number('within', { least: 0, most: LONGEST, fallback: 0 }),
      }
    case 'daily':
      return {
        kind,
        points: points(reader),
        shift: reader.number('shift', { least: 0, most: 43_200, fallback: 0 }),
        spread: reader.number('spread', { least: 0, most: 0.9, fallback: 0 }),
      }
    case 'replay':
      return { kind, times: numbers(reader, 'times', LONGEST) }
  }
}

function points(reader: Reader): readonly (readonly [number, number])[] {
  const what =
    '"points" is a list of pairs of hour and messages a second, such as [[0, 1], [9, 12]].'
  const items = reader.list('points', what)
  const good = (one: unknown): one is readonly [number, number] =>
    Array.isArray(one) &&
    one.length === 2 &&
    one.every((part) => typeof part === 'number' && part >= 0 && part <= MOST_RATE)
  const wrong = items.findIndex((one) => !good(one))
  if (wrong >= 0) reader.wrong(`points[${wrong}]`, what)
  return wrong >= 0 ? [[0, 1]] : (items as readonly (readonly [number, number])[])
}
