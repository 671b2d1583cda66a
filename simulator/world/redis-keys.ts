import { READY_STATES } from '../backends/backend.ts'
import { waiting } from '../brokers/broker.ts'
import { stringify } from '../messages/json.ts'
import { createRedisState, type RedisState, type RedisValue } from '../redis/store.ts'
import { matches } from '../redis/server.ts'
import type { World } from './world.ts'

/**
 * Keys that Celery keeps in Redis, as a program sees them that looks: results (rule 6.14), the parts of chords
 * (rule 5.35) and how long the broker's queues are. They are the cluster's own state, made readable for one
 * command; null where a command names none of them. What it writes to them is lost: Celery's own data cannot
 * be changed behind its back here. `stringify` writes ASCII alone, so that characters are bytes.
 */
export function celeryKeys(
  world: World,
  [name = '', ...args]: readonly string[],
): RedisState | null {
  const verb = name.toUpperCase()
  const wanted =
    verb === 'KEYS'
      ? namesOf(world, args[0] ?? '')
      : args.filter((key) => isCelery(world, verb, key))
  if (wanted.length === 0) return null
  const entries = { ...world.state.redis.entries }
  for (const key of wanted) {
    const value = valueOf(world, key)
    if (value !== null) entries[`k:${key}`] = { value, until: null }
  }
  return { ...createRedisState(), entries }
}

const RESULT = 'celery-task-meta-'
const GROUP = 'celery-taskset-meta-'

/** Of a queue the length alone can be read. */
const OF_QUEUES: ReadonlySet<string> = new Set(['LLEN', 'EXISTS', 'TYPE'])

const isCelery = (world: World, verb: string, key: string): boolean =>
  key.startsWith(RESULT) ||
  key.startsWith(GROUP) ||
  (OF_QUEUES.has(verb) && queueOf(world, key) !== undefined)

const queueOf = (world: World, key: string): ReturnType<typeof queuesOf>[string] | undefined =>
  queuesOf(world)[key]

const queuesOf = (world: World): World['state']['broker']['queues'] =>
  world.broker.name === 'redis' ? world.state.broker.queues : {}

function namesOf(world: World, pattern: string): readonly string[] {
  const { metas, chords } = world.state.backend
  return [
    ...Object.keys(metas).map((id) => `${RESULT}${id}`),
    ...Object.keys(chords).flatMap((id) => [`${GROUP}${id}.j`, `${GROUP}${id}.s`]),
    ...Object.entries(queuesOf(world)).flatMap(([name, queue]) =>
      waiting(queue) > 0 ? [name] : [],
    ),
  ].filter((key) => matches(pattern, key))
}

function valueOf(world: World, key: string): RedisValue | null {
  const { metas, chords } = world.state.backend
  if (key.startsWith(RESULT)) {
    const meta = metas[key.slice(RESULT.length)]
    return meta === undefined ? null : { type: 'string', text: stringify(meta) }
  }
  const queue = queueOf(world, key)
  if (queue !== undefined) {
    const items = Array.from({ length: waiting(queue) }, () => '')
    return items.length === 0 ? null : { type: 'list', items }
  }
  const dot = key.lastIndexOf('.')
  const chord = chords[key.slice(GROUP.length, dot)]
  if (chord === undefined) return null
  if (key.endsWith('.s')) return { type: 'string', text: String(chord.size) }
  const scores = Object.values(chord.parts)
    .filter(({ state }) => READY_STATES.has(state))
    .map(({ index, id, state, result }): [string, number] => [
      stringify([1, id, state, result]),
      index,
    ])
    .toSorted(([, a], [, b]) => a - b)
  return key.endsWith('.j') && scores.length > 0 ? { type: 'zset', scores } : null
}
