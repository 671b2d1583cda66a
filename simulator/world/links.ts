import type { Broker } from '../brokers/broker.ts'
import type { ClusterSpec } from '../cluster/spec.ts'
import type { Micros } from '../kernel/units.ts'
import type { Server } from '../log/facts.ts'
import { asText, isArray } from '../messages/json.ts'
import { isIn, move } from './machines.ts'
import type { Cut } from './network-state.ts'
import type { ProcessState, WorldState } from './state.ts'

// A process's connections to broker and result backend: one to each, opened by their first use.

/** What of the world connections depend on. */
interface Network {
  readonly state: Pick<WorldState, 'network'>
  readonly broker: Pick<Broker, 'name' | 'driver'>
  readonly cluster: Pick<ClusterSpec, 'brokerUrl'>
}

const moveLink = (process: ProcessState, to: Server, event: string): void => {
  process.links[to] = move('connection', process.links[to], event, `${process.name} to ${to}`)
  process.connected[to] = isIn('connection', process.links[to], 'open')
}

/** Where a process stands in the network: the index of its worker, -1 the client, -2 and below the beats. */
export const nodeOf = ({ kind, worker, slot }: ProcessState): number =>
  kind === 'beat' ? -2 - slot : worker

/** Is a connection tried for the first time, or again, with somebody there to take it? */
export const mayOpen = (world: Network, process: ProcessState, to: Server): boolean =>
  isIn('connection', process.links[to], 'closed') && refusal(world, process, to) === null

/** A process connects; `refusal` has said that it can. */
export function openLink(process: ProcessState, to: Server): void {
  if (!isIn('connection', process.links[to], 'connecting')) moveLink(process, to, 'CONNECT')
  moveLink(process, to, 'OPEN')
  // What was declared on an older connection is declared again.
  if (to === 'broker') process.connected.exchanges.length = 0
}

/** An attempt to connect fails. */
export function refuseLink(process: ProcessState, to: Server): void {
  if (!isIn('connection', process.links[to], 'connecting')) moveLink(process, to, 'CONNECT')
  moveLink(process, to, 'REFUSE')
}

/** A connection breaks. */
export function loseLink(process: ProcessState, to: Server): void {
  moveLink(process, to, 'LOSE')
}

/** A process is done with a connection, or gives up on it. */
export function closeLink(process: ProcessState, to: Server): void {
  if (!isIn('connection', process.links[to], 'closed')) moveLink(process, to, 'CLOSE')
}

/** Was a connection open and is dead now? */
export const isLost = (process: ProcessState, to: Server): boolean =>
  isIn('connection', process.links[to], 'lost')

/** Does nothing pass between a process and a server, though both are there? */
export const isCut = (world: Network, process: ProcessState, to: Server): boolean => {
  const { cuts } = world.state.network
  // In memory there is no network to cut.
  if (cuts.length === 0 || (to === 'broker' && world.broker.driver === 'memory')) return false
  return cutBetween(world, process, to) !== undefined
}

function cutBetween(world: Network, process: ProcessState, to: Server): Cut | undefined {
  const node = nodeOf(process)
  return world.state.network.cuts.find(
    ({ nodes, server }) => server === to && (nodes === null || nodes.includes(node)),
  )
}

/** Since when nothing passes between them; null where something does. */
export const cutSince = (world: Network, process: ProcessState, to: Server): Micros | null =>
  cutBetween(world, process, to)?.since ?? null

/** Row of the fault that keeps them apart; what else the process did last, where none does. */
export const cutCause = (world: Network, process: ProcessState, to: Server): number =>
  cutBetween(world, process, to)?.cause ?? process.cause

/** Why a new connection would fail. */
export interface Refusal {
  /** Nobody listens there, or nobody answers in time. */
  readonly how: 'refused' | 'timed out'
  /** As Python shows the exception. */
  readonly text: string
}

/** Why a process cannot connect now; null: it can. */
export function refusal(world: Network, process: ProcessState, to: Server): Refusal | null {
  if (world.state.network.away[to] > 0 || isMisled(world, process, to))
    return { how: 'refused', text: refusedText(world, process, to) }
  if (isCut(world, process, to)) return { how: 'timed out', text: timedOutText(world, to) }
  return null
}

/** redis-py and py-amqp tell it in their own words (rule 1.21). */
function refusedText(world: Network, process: ProcessState, to: Server): string {
  const [host, port, scheme] = addressOf(world, process, to)
  // Who is misled speaks as its address says, whatever the cluster has.
  const redis = isMisled(world, process, to) ? scheme === 'redis' : speaksRedis(world, to)
  if (!redis) return '[Errno 111] Connection refused'
  return `Error 111 connecting to ${host}:${port}. Connection refused.`
}

const timedOutText = (world: Network, to: Server): string =>
  speaksRedis(world, to) ? 'Timeout connecting to server' : 'timed out'

/** Is the server a Redis? Results that are no messages are kept in one. */
export const speaksRedis = (world: Network, to: Server): boolean =>
  to === 'backend' || world.broker.name === 'redis'

/** Where a program looks for its broker that names none (rule 2.43). */
const NO_URL = 'amqp://guest:guest@127.0.0.1:5672//'

/** The address that a process was given, and where it is told as Celery shows it: without the password. */
export function uriOf(process: ProcessState): string {
  const url = process.app.settings['broker_url']
  return (typeof url === 'string' ? url : NO_URL).replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, '$1:**@')
}

/** `localhost` is where the cluster's own servers are, each at its usual port. */
const PORTS = { redis: '6379', amqp: '5672' } as const

/**
 * Does a program name a broker of its own at an address where nobody listens? Only where the cluster lets it:
 * otherwise the cluster's address wins (see `ClusterSpec.brokerUrl`).
 */
function isMisled(world: Network, process: ProcessState, to: Server): boolean {
  if (to !== 'broker' || world.cluster.brokerUrl !== 'source') return false
  // In memory and at Amazon there is no address to mistake.
  if (world.broker.driver === 'memory' || world.broker.driver === 'sqs') return false
  const expected = world.broker.name === 'redis' ? 'redis' : 'amqp'
  // Of a list the next one is tried at once where one is away (rule 2.42).
  return urlsOf(process, to).every((url) => {
    const [, port, scheme] = addressIn(world, url, to)
    return scheme !== expected || port !== PORTS[expected]
  })
}

/** The addresses of a server: kombu takes a list, or several with `;` between them (rule 2.42). */
function urlsOf(process: ProcessState, to: Server): readonly string[] {
  const url = process.app.settings[to === 'broker' ? 'broker_url' : 'result_backend']
  const given = isArray(url) ? url : typeof url === 'string' ? url.split(';') : []
  return given.length === 0 ? [''] : given.map(asText)
}

function addressOf(
  world: Network,
  process: ProcessState,
  to: Server,
): readonly [host: string, port: string, scheme: string] {
  return addressIn(world, urlsOf(process, to)[0] ?? '', to)
}

function addressIn(
  world: Network,
  url: string,
  to: Server,
): readonly [host: string, port: string, scheme: string] {
  const [, scheme = '', host = 'localhost', port] =
    /^(\w+):\/\/(?:[^@/]*@)?([^:/]*)(?::(\d+))?/.exec(url) ?? []
  const kind = scheme.startsWith('redis') ? 'redis' : 'amqp'
  const known = port ?? PORTS[speaksRedis(world, to) ? 'redis' : kind]
  return [host, known, kind]
}
