/**
 * Progress as one file: `queuelab-progress` and a version before the records. It may be somebody else's, or made
 * to do harm: every field is looked at, what is not known is left out, and nothing of it runs.
 */
import type { ClusterForm, WorkerForm } from '../cluster-form.ts'
import type { TextFile } from '../files.ts'
import type { Attempt, AttemptedCheck, Kept, Project, QuizResult, Records } from './records.ts'

const FORMAT = 'queuelab-progress'
const VERSION = 1

/** Letters of a file that is read at all: years of work stay far below. */
const MOST_LETTERS = 60_000_000
const MOST_RECORDS = 20_000
const MOST_FILES = 60
const MOST_TEXT = 1_000_000

const NOT_OURS =
  'This is not a file of Queuelab’s progress. Choose a file that “Export” made; its name begins with queuelab.'
const NEWER =
  'This file was made by a newer version of this page. Load the page again to get that version, and import it then.'
const TOO_LARGE = 'This file is larger than any progress can be, so it was not read.'

/** The text of a file with all records. */
export const writeProgress = (records: Records, exported: string): string =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, exported, ...records }, null, 1)}\n`

/** Reads such a file; throws a sentence for the learner where something of it cannot be. */
export function readProgress(text: string): Records {
  if (text.length > MOST_LETTERS) throw new Error(TOO_LARGE)
  const read = parsed(text)
  if (!isFields(read) || read['format'] !== FORMAT) throw new Error(NOT_OURS)
  if (typeof read['version'] !== 'number') throw new Error(NOT_OURS)
  if (read['version'] > VERSION) throw new Error(NEWER)
  const { sittings } = read
  if (!isFields(sittings)) throw broken('sittings')
  const benches = Object.entries(sittings)
  if (benches.length > MOST_RECORDS) throw broken('sittings')
  return {
    sittings: Object.fromEntries(
      benches.map(([bench, kept]) => {
        const one = isName(bench) ? readKept(kept) : null
        if (one === null) throw broken(`sittings, ${bench.slice(0, 60)}`)
        return [bench, one]
      }),
    ),
    attempts: listOf(read['attempts'], 'attempts', attemptOf),
    quizzes: listOf(read['quizzes'], 'quizzes', resultOf),
    projects: listOf(read['projects'], 'projects', projectOf),
  }
}

const broken = (where: string): Error =>
  new Error(
    `This file is not whole: what stands in it under “${where}” cannot be read. Nothing was imported. Export it again where it came from.`,
  )

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(NOT_OURS, { cause: error })
  }
}

function listOf<T>(read: unknown, where: string, reader: (one: unknown) => T | null): readonly T[] {
  if (!Array.isArray(read) || read.length > MOST_RECORDS) throw broken(where)
  return (read as readonly unknown[]).map((one, at) => {
    const whole = reader(one)
    if (whole === null) throw broken(`${where}, number ${String(at + 1)}`)
    return whole
  })
}

/** What is written at a bench, of such a file; null where something of it cannot be. */
export function readKept(read: unknown): Kept | null {
  if (!isFields(read)) return null
  // The first versions of the page kept less.
  const { seed, before: earlier = null, form: filled = null } = read
  const files = filesOf(read['files'])
  const before = earlier === null ? null : filesOf(earlier)
  const form = filled === null ? null : formOf(filled)
  const hints = hintsOf(read['hints'] ?? {})
  if (!isSeed(seed) || files === null || hints === null) return null
  if ((before === null) !== (earlier === null) || (form === null) !== (filled === null)) return null
  return { files, form, seed, before, hints }
}

function attemptOf(read: unknown): Attempt | null {
  if (!isFields(read)) return null
  const { lab, at, passed, stars, seeds, checks: list } = read
  const files = filesOf(read['files'])
  if (!isName(lab) || !isMoment(at) || typeof passed !== 'boolean') return null
  if (!isCount(stars) || !isCount(seeds) || files === null || !isShortList(list)) return null
  const checks = list.map(checkOf)
  return checks.every((check) => check !== null)
    ? { lab, at, passed, stars, seeds, checks, files }
    : null
}

function checkOf(read: unknown): AttemptedCheck | null {
  if (!isFields(read)) return null
  const { id, passed, heldIn } = read
  return isName(id) && typeof passed === 'boolean' && isCount(heldIn)
    ? { id, passed, heldIn }
    : null
}

function resultOf(read: unknown): QuizResult | null {
  if (!isFields(read)) return null
  const { module, at, seed, right, of, missed } = read
  if (!isName(module) || !isMoment(at) || !isCount(seed)) return null
  if (!isCount(right) || !isCount(of) || right > of || !isShortList(missed)) return null
  return missed.every(isName) ? { module, at, seed, right, of, missed } : null
}

/** A project of such a file, or null. */
export function projectOf(read: unknown): Project | null {
  if (!isFields(read)) return null
  const { id, name, created } = read
  if (!isName(id) || !isText(name, 200) || name.trim() === '' || !isMoment(created)) return null
  return { id, name, created }
}

function filesOf(read: unknown): readonly TextFile[] | null {
  if (!Array.isArray(read) || read.length > MOST_FILES) return null
  const files = (read as readonly unknown[]).map((file): TextFile | null => {
    if (!isFields(file)) return null
    const { path, text } = file
    return isText(path, 120) && PATH.test(path) && isText(text, MOST_TEXT) ? { path, text } : null
  })
  if (!files.every((file) => file !== null)) return null
  return new Set(files.map(({ path }) => path)).size === files.length ? files : null
}

function formOf(read: unknown): ClusterForm | null {
  if (!isFields(read)) return null
  const { broker, workers: list } = read
  if (!isText(broker, 100) || !isShortList(list)) return null
  const workers = list.map(workerOf)
  return workers.every((worker) => worker !== null) ? { broker, workers } : null
}

function workerOf(read: unknown): WorkerForm | null {
  if (!isFields(read)) return null
  const { name, queues, concurrency, prefetch } = read
  const short = (value: unknown): value is string => isText(value, 500)
  return short(name) && short(queues) && short(concurrency) && short(prefetch)
    ? { name, queues, concurrency, prefetch }
    : null
}

function hintsOf(read: unknown): { readonly [check: string]: number } | null {
  if (!isFields(read)) return null
  const hints = Object.entries(read)
  const whole = hints.every(([check, open]) => isName(check) && isCount(open))
  return whole ? (Object.fromEntries(hints) as { readonly [check: string]: number }) : null
}

/** Folders and names as on a disk, never upwards and never from the top. */
const PATH = /^[A-Za-z0-9_-][\w.-]*(\/[A-Za-z0-9_-][\w.-]*)*$/u

/** The longest moment that a date can have. */
const LATEST = 8_640_000_000_000_000

const isFields = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most

/** Slugs, ids and modules; `__proto__` and the like are none. */
const isName = (value: unknown): value is string =>
  isText(value, 120) && /^[A-Za-z0-9][\w.-]*$/u.test(value)

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 0xff_ff_ff_ff

/** Whatever somebody typed as one. */
const isSeed = (value: unknown): value is number => Number.isSafeInteger(value)

const isMoment = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= LATEST

const isShortList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= 500
