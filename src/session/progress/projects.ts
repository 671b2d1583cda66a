/** Projects of the Playground: each a bench of its own, with a name. */
import type { Bench } from '../bench.ts'
import { playground } from '../playground.ts'
import { database, loadKept } from '../store.ts'
import { projectOf, readKept } from './file.ts'
import { benchOf, type Kept, type Project } from './records.ts'

const FORMAT = 'queuelab-project'
const VERSION = 1
const NOT_OURS =
  'This is not a file of a Queuelab project. Choose a file that “Export” of a project made.'
const NEWER =
  'This project was exported by a newer version of this page. Load the page again to get that version, and import it then.'

/** A project with what is written in it; null: its files are still the starter's. */
export interface WholeProject {
  readonly project: Project
  readonly kept: Kept | null
}

/** The bench of a project, or null where there is none of this id. */
export async function projectBench(id: string): Promise<Bench | null> {
  const project = await (await database()).get('projects', id)
  return project ? { ...playground, id: benchOf(id), title: project.name } : null
}

/** All projects, oldest first. */
export async function allProjects(): Promise<readonly Project[]> {
  const projects = await (await database()).getAll('projects')
  return projects.toSorted((one, other) => one.created - other.created)
}

/** A project with its files, so that it can be copied, exported, or brought back. */
export async function wholeProject(project: Project): Promise<WholeProject> {
  return { project, kept: await loadKept(benchOf(project.id)) }
}

/** What is written in the Playground itself. */
export const playgroundWork = (): Promise<Kept | null> => loadKept(playground.id)

/** Keeps a project and what is written in it: both, or where there is no room neither. */
export async function putProject({ project, kept }: WholeProject): Promise<void> {
  const work = (await database()).transaction(['projects', 'sittings'], 'readwrite')
  const puts = [
    work.objectStore('projects').put(project),
    ...(kept ? [work.objectStore('sittings').put(kept, benchOf(project.id))] : []),
  ]
  work.done.catch(() => undefined)
  await Promise.all([...puts, work.done])
}

/** Forgets a project and its files. */
export async function removeProject({ id }: Project): Promise<void> {
  const work = (await database()).transaction(['projects', 'sittings'], 'readwrite')
  await Promise.all([
    work.objectStore('projects').delete(id),
    work.objectStore('sittings').delete(benchOf(id)),
    work.done,
  ])
}

/** A new project; its id is not one that another has. */
export function newProject(name: string, now: number): Project {
  return { id: crypto.randomUUID(), name: name.trim() || 'Untitled', created: now }
}

/** A project as the text of a file. */
export const writeProject = ({ project, kept }: WholeProject): string =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, project, kept }, null, 1)}\n`

/** Reads such a file as a new project of its own; throws a sentence where it cannot be. */
export function readProject(text: string, now: number): WholeProject {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    throw new Error(NOT_OURS, { cause: error })
  }
  if (typeof read !== 'object' || read === null) throw new Error(NOT_OURS)
  const { format, version, project, kept } = read as { readonly [field: string]: unknown }
  if (format !== FORMAT || typeof version !== 'number') throw new Error(NOT_OURS)
  if (version > VERSION) throw new Error(NEWER)
  const known = projectOf(project)
  const work = kept === null ? null : readKept(kept)
  if (known === null || (kept !== null && work === null)) throw new Error(NOT_OURS)
  return { project: newProject(known.name, now), kept: work }
}
