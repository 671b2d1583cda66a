import { describe, expect, test } from 'vitest'
import { answerCalls } from './answerer.ts'
import { Caller } from './caller.ts'

interface Sums {
  add(a: number, b: number): Promise<number>
  fail(): Promise<number>
}

const sums: Sums = {
  add: (a, b) => Promise.resolve(a + b),
  fail: () => Promise.reject(new Error('no sum today')),
}

const isNumber = (_method: string, value: unknown): string | null =>
  typeof value === 'number' ? null : 'no number'

/** A caller, and the port of whoever should answer it. */
function connected(): {
  readonly caller: Caller<Sums>
  readonly far: MessagePort
  readonly broken: Promise<string>
} {
  const { port1, port2 } = new MessageChannel()
  let hear: (why: string) => void = () => undefined
  const broken = new Promise<string>((resolve) => {
    hear = resolve
  })
  return { caller: new Caller<Sums>(port1, isNumber, hear), far: port2, broken }
}

describe('calls over a port', () => {
  test('are answered, each its own, also with an error', async () => {
    const { caller, far } = connected()
    answerCalls<Sums>(far, sums, () => [])
    const both = Promise.all([caller.remote.add(1, 2), caller.remote.add(3, 4)])
    expect(await both).toEqual([3, 7])
    await expect(caller.remote.fail()).rejects.toThrow('no sum today')
    caller.close()
    await expect(caller.remote.add(1, 2)).rejects.toThrow('ended')
  })

  const forged: readonly (readonly [string, unknown])[] = [
    ['text', 'hello'],
    ['nothing', null],
    ['an id that nobody has', { id: 7, value: 1 }],
    ['an id that is no number', { id: '1', value: 1 }],
    ['value and error', { id: 1, value: 1, error: 'both' }],
    ['an error that is no text', { id: 1, error: { toString: 'x' } }],
    ['a field more', { id: 1, value: 1, then: 2 }],
    ['a prototype', JSON.parse('{"id": 1, "value": 1, "__proto__": {"polluted": true}}')],
    ['a list', [1, 2]],
    ['the wrong answer', { id: 1, value: { polluted: true } }],
    ['a message of another protocol', { id: 1, type: 'HANDLER', name: 'proxy', value: 1 }],
  ]
  test.each(forged)('a forged message ends them: %s', async (_name, message) => {
    const { caller, far, broken } = connected()
    const open = caller.remote.add(1, 2)
    far.postMessage(message)
    far.postMessage({ id: 1, value: 3 })
    await expect(open).rejects.toThrow('ended')
    expect(await broken).toMatch(/\w/)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    far.close()
  })

  test('an answer that comes twice ends them', async () => {
    const { caller, far, broken } = connected()
    const open = caller.remote.add(1, 2)
    far.postMessage({ id: 1, value: 3 })
    far.postMessage({ id: 1, value: 3 })
    expect(await open).toBe(3)
    expect(await broken).toContain('answers nothing')
    far.close()
  })
})
