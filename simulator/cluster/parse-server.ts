import { isRecord, Reader, type Report } from './reader.ts'
import type { BrokerServer, MemoryPolicy, SavePoint } from './server-spec.ts'
import type { BrokerName } from './spec.ts'

/** What each broker's server can be told. */
const KEYS = {
  redis: ['appendonly', 'save', 'maxmemory', 'maxmemoryPolicy'],
  rabbitmq: ['nodes'],
} as const satisfies { readonly [K in BrokerName]?: readonly (keyof BrokerServer)[] }

const POLICIES = ['noeviction', 'allkeys-lru'] as const satisfies readonly MemoryPolicy[]
/** More would only be unreadable. */
const MAX_NODES = 7
/** A day, in seconds. */
const DAY = 86_400

/** Reads how the broker's server is set up; null where nothing is said of it. */
export function parseServer(
  value: unknown,
  broker: BrokerName,
  report: Report,
): BrokerServer | null {
  if (value === undefined || value === null) return null
  if (broker !== 'redis' && broker !== 'rabbitmq') {
    const sentence = `The broker ${broker} has no server that could be set up. Leave "server" out, or take redis or rabbitmq.`
    report('server', sentence)
    return null
  }
  const what = `The server has settings, such as ${EXAMPLES[broker]}.`
  const reader = new Reader(value, 'server', what, report)
  if (!isRecord(value)) return null
  reader.allow(`The server of ${broker}`, KEYS[broker])
  return broker === 'redis' ? readRedis(reader) : readNodes(reader)
}

const EXAMPLES = { redis: 'appendonly: true', rabbitmq: 'nodes: [r1, r2, r3]' } as const

function readRedis(reader: Reader): BrokerServer {
  return {
    ...(reader.has('appendonly') ? { appendonly: readFlag(reader, 'appendonly') } : {}),
    ...(reader.has('save') ? { save: readSave(reader) } : {}),
    ...(reader.has('maxmemory')
      ? { maxmemory: reader.number('maxmemory', { least: 0, whole: true }) }
      : {}),
    ...(reader.has('maxmemoryPolicy')
      ? { maxmemoryPolicy: reader.choice('maxmemoryPolicy', POLICIES) }
      : {}),
  }
}

function readFlag(reader: Reader, key: string): boolean {
  const value = reader.at(key)
  if (typeof value !== 'boolean')
    reader.wrong(key, `"${key}" is ${JSON.stringify(value)}; it must be true or false.`)
  return value === true
}

const SAVE =
  'The snapshots are a list of pairs, seconds and changes, such as [[60, 1]]; [] is for none.'

function readSave(reader: Reader): readonly SavePoint[] {
  const points = reader.list('save', SAVE)
  const fits = (point: unknown): point is SavePoint =>
    Array.isArray(point) &&
    point.length === 2 &&
    point.every((one) => Number.isInteger(one) && one >= 1 && one <= DAY)
  if (!points.every(fits)) reader.wrong('save', SAVE)
  return points.filter(fits)
}

function readNodes(reader: Reader): BrokerServer {
  const what = `The nodes are a list of up to ${MAX_NODES} different names, such as [r1, r2, r3].`
  const names = reader.list('nodes', what)
  const fits = (name: unknown): name is string =>
    typeof name === 'string' && /^[A-Za-z][\w-]{0,30}$/.test(name)
  const sound = names.filter(fits)
  const wrong =
    sound.length !== names.length ||
    new Set(sound).size !== sound.length ||
    sound.length > MAX_NODES ||
    sound.length === 0
  if (wrong && Array.isArray(reader.at('nodes'))) reader.wrong('nodes', what)
  return { nodes: sound }
}
