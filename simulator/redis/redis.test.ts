import { describe, expect, it } from 'vitest'
import { command, patience } from './redis.ts'
import { createRedisState, type RedisState, type Reply } from './store.ts'

function server(): {
  readonly state: RedisState
  readonly say: (text: string, now?: number) => Reply
  readonly refused: (text: string) => string
} {
  const state = createRedisState()
  const outcome = (text: string, now = 0): ReturnType<typeof command> =>
    command(state, text.split(' '), now)
  return {
    state,
    say(text, now) {
      const found = outcome(text, now)
      if ('refusal' in found) throw new Error(found.refusal)
      return found.reply
    },
    refused(text) {
      const found = outcome(text)
      return 'refusal' in found ? `${found.code} ${found.refusal}` : ''
    },
  }
}

describe('strings', () => {
  it('counts, and keeps text as text', () => {
    const { say } = server()
    expect([say('INCR hits'), say('INCRBY hits 4'), say('GET hits')]).toEqual([1, 5, '5'])
    expect(say('GETSET hits none')).toBe('5')
  })

  it('sets where nothing is, or where something is', () => {
    const { say } = server()
    expect(say('SET lock me NX')).toEqual({ $status: 'OK' })
    expect(say('SET lock you NX')).toBeNull()
    expect(say('SET other x XX')).toBeNull()
    expect(say('GET lock')).toBe('me')
  })

  it('forgets what has expired', () => {
    const { say } = server()
    say('SET lock me EX 10')
    expect([say('TTL lock', 4_000_000), say('GET lock', 9_999_999)]).toEqual([6, 'me'])
    expect([say('GET lock', 10_000_000), say('TTL lock', 10_000_000)]).toEqual([null, -2])
  })
})

describe('lists', () => {
  it('has two ends', () => {
    const { say } = server()
    say('RPUSH names b c')
    say('LPUSH names a z')
    expect(say('LRANGE names 0 -1')).toEqual(['z', 'a', 'b', 'c'])
    expect([say('LPOP names'), say('RPOP names'), say('LLEN names')]).toEqual(['z', 'c', 2])
  })

  it('is gone when its last value is taken', () => {
    const { say } = server()
    say('RPUSH names a')
    say('LPOP names')
    expect(say('EXISTS names')).toBe(0)
  })

  it('says how long a command waits', () => {
    expect([patience(['BLPOP', 'a', '2']), patience(['blpop', 'a', '0'])]).toEqual([
      2_000_000,
      null,
    ])
    expect(patience(['LPOP', 'a'])).toBeUndefined()
  })
})

describe('hashes, sets and sorted sets', () => {
  it('keeps the order of fields, whatever their names', () => {
    const { say } = server()
    expect(say('HSET h b 1 7 2 __proto__ 3')).toBe(3)
    expect(say('HSET h 7 9')).toBe(0)
    expect(say('HGETALL h')).toEqual(['b', '1', '7', '9', '__proto__', '3'])
  })

  it('holds each member once', () => {
    const { say } = server()
    expect([say('SADD s a b a'), say('SCARD s'), say('SISMEMBER s b')]).toEqual([2, 2, 1])
  })

  it('orders by score, then by name', () => {
    const { say } = server()
    say('ZADD z 2 b 1 c 1 a')
    expect(say('ZRANGE z 0 -1')).toEqual(['a', 'c', 'b'])
    expect(say('ZRANGEBYSCORE z (1 +inf WITHSCORES')).toEqual(['b', '2'])
  })
})

describe('what the server refuses', () => {
  it('a command for another kind of value', () => {
    const { say, refused } = server()
    say('RPUSH names a')
    expect(refused('GET names')).toBe(
      'WRONGTYPE Operation against a key holding the wrong kind of value',
    )
  })

  it('a command that it does not know, and one with too few words', () => {
    const { refused } = server()
    expect(refused('FLY away')).toBe("ERR unknown command 'FLY', with args beginning with: 'away' ")
    expect(refused('GET')).toBe("ERR wrong number of arguments for 'get' command")
  })

  it('counting what is no number', () => {
    const { say, refused } = server()
    say('SET name joe')
    expect(refused('INCR name')).toBe('ERR value is not an integer or out of range')
  })
})
