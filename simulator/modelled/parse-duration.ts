import type { DistributionSpec } from '../cluster/model-spec.ts'
import { Reader, type Report } from '../cluster/reader.ts'
import { distributionOf, DISTRIBUTIONS } from './distributions/index.ts'

/** A week, in seconds. */
export const LONGEST = 604_800

/** Reads a distribution; a plain number is always so many seconds. */
export function parseDuration(value: unknown, path: string, report: Report): DistributionSpec {
  if (typeof value === 'number' && value >= 0 && value <= LONGEST)
    return { kind: 'constant', value }
  const reader = new Reader(
    value,
    path,
    'A duration is a number of seconds, or a distribution such as {kind: exponential, mean: 2}.',
    report,
  )
  const kind = reader.choice('kind', Object.keys(DISTRIBUTIONS) as DistributionSpec['kind'][])
  const spec = distribution(kind, reader)
  reader.allow('This duration', Object.keys(spec))
  const problem = distributionOf(spec).problem(spec)
  if (problem !== null) reader.wrong('', problem)
  return spec
}

function distribution(kind: DistributionSpec['kind'], reader: Reader): DistributionSpec {
  const span = { least: 0, most: LONGEST }
  const positive = { ...span, above: true }
  switch (kind) {
    case 'constant':
      return { kind, value: reader.number('value', span) }
    case 'uniform':
      return { kind, from: reader.number('from', span), to: reader.number('to', span) }
    case 'exponential':
      return { kind, mean: reader.number('mean', positive) }
    case 'lognormal':
      return {
        kind,
        median: reader.number('median', positive),
        p95: reader.number('p95', positive),
      }
    case 'values':
      return { kind, values: numbers(reader, 'values', LONGEST) }
  }
}

/** A list of seconds, each up to `most`. */
export function numbers(reader: Reader, key: string, most: number): readonly number[] {
  const items = reader.list(key, `"${key}" is a list of seconds, such as [0.5, 2, 2].`)
  const wrong = items.findIndex((one) => typeof one !== 'number' || !(one >= 0 && one <= most))
  if (wrong >= 0)
    reader.wrong(
      `${key}[${wrong}]`,
      `${JSON.stringify(items[wrong])} is no number of seconds from 0 up to ${most}.`,
    )
  return wrong >= 0 ? [0] : (items as readonly number[])
}
