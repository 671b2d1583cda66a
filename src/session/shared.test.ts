import { describe, expect, test } from 'vitest'
import { playground } from './playground.ts'
import { decodeShared, encodeShared, sharedBench, type SharedWork } from './shared.ts'

const form = playground.form
if (form === null) throw new Error('the Playground has a form')
const work: SharedWork = { files: playground.starter, form, seed: 7 }

/** A link that carries anything. */
const carrying = (anything: unknown): Promise<string> => encodeShared(anything as SharedWork)

describe('a program in an address', () => {
  test('comes out as it went in, and is short', async () => {
    const code = await encodeShared(work)
    expect(code).toMatch(/^1\.[\w-]+$/u)
    expect(code.length).toBeLessThan(1200)
    expect(await decodeShared(code)).toEqual(work)
  })

  test('has a bench of its own, which keeps nothing in the place of the learner’s work', async () => {
    const code = await encodeShared(work)
    const bench = sharedBench(work, code)
    expect(bench.id).not.toBe(playground.id)
    expect(bench.id).not.toBe(sharedBench(work, `${code}x`).id)
    expect(bench).toMatchObject({ starter: work.files, seed: 7 })
  })

  const [file] = work.files
  const bad: readonly (readonly [string, unknown])[] = [
    ['nothing', null],
    ['no files', { ...work, files: [] }],
    ['a file twice', { ...work, files: [file, file] }],
    ['a path out of the folder', { ...work, files: [{ path: '../x.py', text: '' }] }],
    ['a file that hides Celery', { ...work, files: [{ path: 'celery.py', text: '' }] }],
    ['a text that is none', { ...work, files: [{ path: 'a.py', text: {} }] }],
    ['a seed that is none', { ...work, seed: '7' }],
    ['a form that is none', { ...work, form: [] }],
    ['a worker that is none', { ...work, form: { broker: 'redis', workers: [null] } }],
    [
      'a thousand workers',
      { ...work, form: { broker: 'redis', workers: Array(1000).fill(form.workers[0]) } },
    ],
    ['more than fits', { ...work, files: [{ path: 'a.py', text: ' '.repeat(5_000_000) }] }],
  ]
  test.each(bad)('is refused with %s', async (_name, anything) => {
    await expect(decodeShared(await carrying(anything))).rejects.toThrow('not whole')
  })

  test('takes nothing but what it knows', async () => {
    const more: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "autoplay": true}')
    const code = await carrying({ ...work, ...(more as object) })
    expect(await decodeShared(code)).toEqual(work)
    expect('polluted' in {}).toBe(false)
  })

  test('says so when it is cut off, garbled, or of another version', async () => {
    const code = await encodeShared(work)
    await expect(decodeShared(code.slice(0, -40))).rejects.toThrow('not whole')
    await expect(decodeShared('1.!!!')).rejects.toThrow('not whole')
    await expect(decodeShared('hello')).rejects.toThrow('not whole')
    await expect(decodeShared(code.replace('1.', '2.'))).rejects.toThrow('newer version')
  })
})
