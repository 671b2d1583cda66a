/** The labs on the disk, for the command line and tests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Files, LabTitle } from './lab.ts'
import { type ParsedLab, parseLab } from './parse-lab.ts'

const LABS = import.meta.dirname

/** What editors and Python leave in folders. */
const LEFT_BEHIND = /(^|\/)(\.|__pycache__\/)/

/** The names of all labs, in the order of the course. */
export function labSlugs(): readonly string[] {
  return readdirSync(LABS)
    .filter((name) => existsSync(join(LABS, name, 'title.json')))
    .map(titleOf)
    .toSorted((one, other) => one.number - other.number)
    .map(({ slug }) => slug)
}

/** The title of a lab; throws where there is no such lab. */
export function titleOf(slug: string): LabTitle {
  const title: unknown = JSON.parse(readFileSync(join(LABS, slug, 'title.json'), 'utf8'))
  // A contract test holds every title.json to this shape.
  return { slug, ...(title as Omit<LabTitle, 'slug'>) }
}

/** Reads a lab from its folder. */
export const readLab = (slug: string): ParsedLab =>
  parseLab(titleOf(slug), readFolder(join(LABS, slug)))

/** The files of a folder of a lab: `solution`, `wrong/no-consumer`; of `starter` none differ. */
export const filesOf = (slug: string, folder: string): Files =>
  folder === 'starter' ? {} : readFolder(join(LABS, slug, folder))

/** The folders of a lab that must pass: its solution and other good answers. */
export function goodFolders(slug: string): readonly string[] {
  const alternatives = join(LABS, slug, 'alternatives')
  const names = existsSync(alternatives) ? readdirSync(alternatives) : []
  return ['solution', ...names.toSorted().map((name) => `alternatives/${name}`)]
}

/** All files below a folder, by path with slashes. */
export function readFolder(folder: string): Files {
  const files: Record<string, string> = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    const path = relative(folder, file).split(sep).join('/')
    if (entry.isFile() && !LEFT_BEHIND.test(path)) files[path] = readFileSync(file, 'utf8')
  }
  return files
}
