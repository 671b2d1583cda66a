import { describe, expect, it } from 'vitest'
import { filesOf, goodFolders, labSlugs, readFolder, titleOf } from '../../labs/catalogue-node.ts'
import { CHECKS } from '../../labs/checks/index.ts'
import { DIAGNOSES } from '../../labs/diagnoses/index.ts'
import { LABS, loadLab } from '../../labs/index.ts'
import { labOf, programOf } from './support.ts'

describe.each(labSlugs())('the lab %s', (slug) => {
  const lab = labOf(slug)
  const paths = Object.keys(readFolder(`labs/${slug}`))
  const folders = [...goodFolders(slug), ...Object.keys(lab.mistakes)]

  it('has a title for the catalogue', () => {
    expect(titleOf(slug)).toEqual({
      slug: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/u) as string,
      number: expect.any(Number) as number,
      title: expect.stringMatching(/\S/u) as string,
      summary: expect.stringMatching(/\.$/u) as string,
      level: expect.stringMatching(/^(Foundation|Professional|Expert|Specialist)$/u) as string,
      minutes: expect.any(Number) as number,
    })
  })

  it('is read alike from the disk and by the page', async () => {
    expect(LABS).toContainEqual(titleOf(slug))
    expect(await loadLab(slug)).toEqual(lab)
  })

  it('has a guide that names all that a learner may do', () => {
    for (const file of lab.editable) expect(lab.instructions).toContain(`\`${file}\``)
    for (const worker of lab.bounds.workers) expect(lab.instructions).toContain(`\`${worker}\``)
    const { pods, processes } = lab.bounds
    expect(lab.instructions).toContain(
      pods === undefined ? `${processes} processes` : `${pods.most} pods`,
    )
  })

  it('ties its steps to its checks', () => {
    const tied = [...lab.instructions.matchAll(/(?<!\*)\*([A-Z][^*]+)\*(?!\*)/gu)].map(
      ([, title]) => title,
    )
    expect(tied.length).toBeGreaterThan(0)
    const titles = [...lab.checks, ...lab.stars].map(({ title }) => title)
    expect(tied.filter((title) => !titles.some((one) => one.startsWith(title ?? '')))).toEqual([])
  })

  it('calls no two checks, stars or hints alike', () => {
    const ids = [...lab.checks, ...lab.stars].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const hints = lab.hints.map(({ id }) => id)
    expect(new Set(hints).size).toBe(hints.length)
  })

  it('has hints of three steps: what to look at, which rule, which line', () => {
    expect(lab.hints.filter(({ steps }) => steps.length !== 3)).toEqual([])
  })

  it('has other good answers, and mistakes that each get a hint of their own', () => {
    expect(goodFolders(slug).length).toBeGreaterThanOrEqual(4)
    const wrong = new Set(
      paths.filter((path) => path.startsWith('wrong/')).map((path) => path.split('/', 2).join('/')),
    )
    expect(new Set(Object.keys(lab.mistakes))).toEqual(new Set(['starter', ...wrong]))
    expect(wrong.size).toBeGreaterThanOrEqual(4)
    const hints = Object.values(lab.mistakes)
    expect(new Set(hints).size).toBe(hints.length)
  })

  it.each(folders)('%s can be run, and holds only what differs from the starter', (folder) => {
    programOf(lab, folder)
    const files = Object.entries(filesOf(slug, folder))
    if (folder !== 'starter') expect(files).not.toEqual([])
    expect(files.filter(([path, text]) => lab.starter[path] === text)).toEqual([])
  })
})

it('the page knows no lab that is not there', async () => {
  expect(await loadLab('no-such-lab')).toBeNull()
  expect(LABS.map(({ slug }) => slug)).toEqual(labSlugs())
})

/** Words of the curriculum, for any lab: `labs/checks/words-by-key.test.ts` holds them whether one uses them or not. */
const FOR_ANY_LAB = new Set([
  ...['exactly-once', 'at-most-once', 'at-least-once', 'never', 'always', 'before', 'within'],
  ...['never-overlap', 'overlap', 'ends-as'],
])

it('every word is used by a lab', () => {
  const labs = labSlugs().map(labOf)
  const checks = labs.flatMap(({ checks, stars }) => [...checks, ...stars]).map(({ word }) => word)
  const unused = Object.keys(CHECKS).filter((word) => !checks.includes(word))
  expect(unused.filter((word) => !FOR_ANY_LAB.has(word))).toEqual([])
  const hints = labs.flatMap((lab) => lab.hints).map(({ word }) => word)
  expect(Object.keys(DIAGNOSES).filter((word) => !hints.includes(word))).toEqual([])
})
