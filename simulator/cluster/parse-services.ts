import { type Micros, seconds } from '../kernel/units.ts'
import { LONGEST, parseDuration } from '../modelled/parse-duration.ts'
import { serviceOf } from '../services/index.ts'
import { SERVICES } from '../services/registry.ts'
import type { Service } from '../services/service.ts'
import { isRecord, Reader, type Report } from './reader.ts'
import type { Failure, Outage, ServiceSpec, SlowSpell } from './service-spec.ts'

const KEYS = ['kind', 'latency', 'outages', 'slow', 'failures']
/** A host name, or a short word. */
const NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/u

/** Reads the services of a cluster: a mapping of their host names. */
export function parseServices(value: unknown, report: Report): readonly ServiceSpec[] {
  if (value === undefined || value === null) return []
  if (!isRecord(value)) {
    report('services', 'Services are a mapping, such as mail.example.com: { kind: smtp }.')
    return []
  }
  return Object.entries(value).flatMap(([name, one]) => parseService(name, one, report))
}

function parseService(name: string, value: unknown, report: Report): readonly ServiceSpec[] {
  const path = `services.${name}`
  if (!NAME.test(name))
    report(path, `"${name}" is no host name: use small letters, digits, dots and dashes.`)
  const reader = new Reader(value, path, 'A service has a kind, such as { kind: smtp }.', report)
  const kinds = Object.keys(SERVICES)
  const kind = reader.choice('kind', kinds)
  const service = serviceOf(kind)
  if (service === undefined) return []
  reader.allow(`A service of the kind ${kind}`, [...KEYS, ...service.keys])
  const latency = reader.has('latency') ? reader.at('latency') : service.latency
  return [
    {
      name,
      kind,
      latency: parseDuration(latency, `${path}.latency`, report),
      outages: listOf(reader, 'outages').map((one, at) =>
        parseOutage(one, `${path}.outages[${at}]`, report),
      ),
      slow: listOf(reader, 'slow').map((one, at) =>
        parseSlowSpell(one, `${path}.slow[${at}]`, report),
      ),
      failures: listOf(reader, 'failures').map((one, at) =>
        parseFailure(service, one, `${path}.failures[${at}]`, report),
      ),
      options: service.read(reader),
    },
  ]
}

const listOf = (reader: Reader, key: string): readonly unknown[] =>
  reader.has(key) ? reader.list(key, `"${key}" is a list.`) : []

function parseOutage(value: unknown, path: string, report: Report): Outage {
  const reader = new Reader(
    value,
    path,
    'An outage is a span of seconds, such as { from: 60, until: 150 }.',
    report,
  )
  reader.allow('An outage', ['from', 'until', 'how'])
  const { from, until } = readSpan(reader, null)
  return {
    from,
    until: until ?? from,
    how: reader.choice('how', ['refuses', 'silent'], 'refuses'),
  }
}

function parseSlowSpell(value: unknown, path: string, report: Report): SlowSpell {
  const what = 'A slow spell is a span of seconds, such as { from: 60, until: 120, latency: 6 }.'
  const reader = new Reader(value, path, what, report)
  reader.allow('A slow spell', ['from', 'until', 'latency'])
  const { from, until } = readSpan(reader, null)
  const latency = parseDuration(reader.at('latency'), `${path}.latency`, report)
  return { from, until: until ?? from, latency }
}

function parseFailure(service: Service, value: unknown, path: string, report: Report): Failure {
  const what = 'A failure is a share of calls with a code, such as { share: 0.1, code: 503 }.'
  const reader = new Reader(value, path, what, report)
  reader.allow('A failure', ['share', 'code', 'calls', 'from', 'until'])
  const codes = Object.keys(service.codes)
  const code = reader.number('code', { least: 0, whole: true })
  if (service.codes[code] === undefined)
    reader.wrong(
      'code',
      codes.length === 0
        ? `A service of the kind ${service.kind} answers with no codes.`
        : `A service of the kind ${service.kind} never answers ${code}. Allowed are: ${codes.join(', ')}.`,
    )
  return {
    share: reader.number('share', { least: 0, most: 1 }),
    code,
    calls: reader.has('calls')
      ? reader.list('calls', '"calls" is a list of calls.').map(String)
      : service.failing,
    ...readSpan(reader, 0),
  }
}

/** From when until when; without a fallback both must be there. */
function readSpan(
  reader: Reader,
  fallback: number | null,
): { readonly from: Micros; readonly until: Micros | null } {
  const span = { least: 0, most: LONGEST }
  const from = reader.number('from', fallback === null ? span : { ...span, fallback })
  const until =
    fallback === null || reader.has('until')
      ? reader.number('until', { ...span, least: from, above: true })
      : null
  return { from: seconds(from), until: until === null ? null : seconds(until) }
}
