import type { Micros } from '../kernel/units.ts'

/**
 * What a Redis server keeps of a program's own: `redis.Redis()` in a task or the client. Text is binary: each
 * character is one byte. Fields, members and scores are pairs in the order they came in.
 */
export interface RedisState {
  /** By `k:` and the key, so that no name is special to JavaScript. */
  readonly entries: { [key: string]: RedisEntry }
  /** Indices of processes that a `BLPOP` holds, the longest waiting first. */
  blocked: number[]
}

export interface RedisEntry {
  readonly value: RedisValue
  /** When it is gone by itself; null: never. */
  readonly until: Micros | null
}

export type RedisValue =
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] }
  | { readonly type: 'hash'; readonly pairs: readonly Pair[] }
  | { readonly type: 'set'; readonly members: readonly string[] }
  | { readonly type: 'zset'; readonly scores: readonly Score[] }

export type Pair = readonly [field: string, value: string]
export type Score = readonly [member: string, score: number]

/** What a command answers. */
export type Reply = null | number | string | Status | readonly Reply[]

/** `+OK`: a word of the protocol, not a value. */
export interface Status {
  readonly $status: string
}

export const OK: Status = { $status: 'OK' }

/** The server refuses a command; the message is what redis-py raises. */
export class RedisRefusal extends Error {}

export const WRONG_TYPE = 'Operation against a key holding the wrong kind of value'

/** An empty server. */
export const createRedisState = (): RedisState => ({ entries: {}, blocked: [] })

/** A command's view of the keys at a moment: what has expired is not there. */
export class Keys {
  readonly #state: RedisState
  readonly #now: Micros

  constructor(state: RedisState, now: Micros) {
    this.#state = state
    this.#now = now
  }

  get now(): Micros {
    return this.#now
  }

  entry(key: string): RedisEntry | null {
    const found = this.#state.entries[`k:${key}`]
    if (found === undefined || (found.until !== null && found.until <= this.#now)) return null
    return found
  }

  /** The value of a type that a command works on; null where there is none, and a refusal for another type. */
  get<T extends RedisValue['type']>(key: string, type: T): Extract<RedisValue, { type: T }> | null {
    const found = this.entry(key)?.value
    if (found === undefined) return null
    if (found.type !== type) throw new RedisRefusal(WRONG_TYPE)
    return found as Extract<RedisValue, { type: T }>
  }

  /** Writes a value under the time to live that its key has; an empty one takes the key away. */
  put(key: string, value: RedisValue): void {
    if (isEmpty(value)) this.remove(key)
    else this.write(key, value, this.entry(key)?.until ?? null)
  }

  write(key: string, value: RedisValue, until: Micros | null): void {
    this.#state.entries[`k:${key}`] = { value, until }
  }

  remove(key: string): boolean {
    const there = this.entry(key) !== null
    delete this.#state.entries[`k:${key}`]
    return there
  }

  names(): readonly string[] {
    return Object.keys(this.#state.entries)
      .map((key) => key.slice(2))
      .filter((key) => this.entry(key) !== null)
  }
}

function isEmpty(value: RedisValue): boolean {
  if (value.type === 'list') return value.items.length === 0
  if (value.type === 'hash') return value.pairs.length === 0
  if (value.type === 'set') return value.members.length === 0
  return value.type === 'zset' && value.scores.length === 0
}
