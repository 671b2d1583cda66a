import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readFolder } from '../../labs/catalogue-node.ts'
import type { LabTitle } from '../../labs/lab.ts'
import { parseLab } from '../../labs/parse-lab.ts'
import { parseSolution } from '../../labs/parse-solution.ts'
import { goodLab } from '../../labs/testing.ts'
import { newLab } from './new-lab.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-lab-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

it('a new lab can be read and run, and says what is left to do', () => {
  const made = newLab('late-mail', folder)
  expect(made).toMatchObject({ ok: true })
  expect(made.ok && made.lines.filter((line) => /^\d\./u.test(line))).toHaveLength(7)
  const files = readFolder(join(folder, 'late-mail'))
  const title = JSON.parse(files['title.json'] ?? '') as Omit<LabTitle, 'slug'>
  expect(title.title).toBe('Late mail')
  const lab = goodLab(parseLab({ slug: 'late-mail', ...title }, files))
  expect(lab.checks).toHaveLength(1)
  const solution = { 'celeryconfig.py': files['solution/celeryconfig.py'] ?? '' }
  expect(parseSolution(lab, solution)).toMatchObject({ ok: true })
})

it('leaves a lab that is there alone', () => {
  newLab('late-mail', folder)
  expect(newLab('late-mail', folder)).toEqual({
    ok: false,
    problem: 'There is a folder labs/late-mail already.',
  })
})
