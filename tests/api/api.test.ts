import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiDocument } from './document.ts'
import { type Seen, seenInSandbox } from './sandbox.ts'

type Names = Readonly<Record<string, Seen>>

const json = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8')) as T

describe('the public names of the package', () => {
  let real: Names
  let ours: Names
  let different: Readonly<Record<string, string>>

  beforeAll(async () => {
    real = (await json<{ readonly names: Names }>('celery-5.6.3.json')).names
    different = await json<Readonly<Record<string, string>>>('differences.json')
    ours = await seenInSandbox()
  }, 300_000)

  it('are looked for one and all', () => {
    expect(Object.keys(ours)).toEqual(Object.keys(real).toSorted())
    expect(Object.values(real).filter(({ kind }) => kind === 'missing')).toEqual([])
  })

  it('are listed in docs/API.md', async () => {
    const here = Object.keys(ours).filter((name) => ours[name]?.kind !== 'missing')
    await expect(apiDocument(here)).toMatchFileSnapshot('../../docs/API.md')
  })

  it('have the kinds, signatures and bases of real Celery, but for those listed', () => {
    const found = Object.keys(real).filter(
      (name) => JSON.stringify(ours[name]) !== JSON.stringify(real[name]),
    )
    expect(found).toEqual(Object.keys(different))
    for (const reason of Object.values(different)) expect(reason).not.toBe('')
  })
})
