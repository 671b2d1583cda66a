/** The mistake behind a fact of a run. */
import type { ExceptionInfo, Log } from '../../simulator/index.ts'
import type { Found, MistakeBook } from './book.ts'
import type { Explanation, Place } from './mistake.ts'

/** What keeps a worker from starting is an exception like any other. */
const UNRECOVERABLE = /^Unrecoverable error: (?<type>\w+)\((?:['"])?(?<message>.*)/su

/** The mistake behind a fact, as far as learners make it; null where there is none that we know. */
export function mistakeAt(book: MistakeBook, log: Log, row: number): Found | null {
  switch (log.kindAt(row)) {
    case 'program-failed':
      return ofProgram(book, log, row)
    case 'task-failed':
      return ofTask(book, log.detail(row, 'task-failed').error)
    case 'logged':
      return ofLine(book, log, row)
    case 'noted':
      return log.detail(row, 'noted').mistake ?? null
    default:
      return null
  }
}

/** The words under a fact; null where there are none. */
export const explanationAt = (book: MistakeBook, log: Log, row: number): Explanation | null =>
  book.words(mistakeAt(book, log, row))

/** An exception may have been a task's first: `get()` only passes it on. */
function ofProgram(book: MistakeBook, log: Log, row: number): Found | null {
  const { error } = log.detail(row, 'program-failed')
  for (let before = row - 1; before >= Math.max(0, row - FAR); before--) {
    if (log.kindAt(before) !== 'task-failed') continue
    const failed = log.detail(before, 'task-failed').error
    if (failed.type === error.type && error.message.includes(failed.message))
      return ofTask(book, failed)
  }
  return ofError(book, error, placeOf(error))
}

/** How many rows back the task is looked for that raised what the program ends with. */
const FAR = 5000

/** What follows a body raises without a line of the learner's own (rule 4.10). */
const ofTask = (book: MistakeBook, error: ExceptionInfo): Found | null =>
  ofError(book, error, error.frames.length === 0 ? 'after' : placeOf(error))

const placeOf = ({ refused }: ExceptionInfo): Place => (refused === true ? 'refused' : 'code')

const ofError = (book: MistakeBook, error: ExceptionInfo, place: Place): Found | null =>
  book.ofError(error.type, error.said ?? error.message, place, error.raised === true)

function ofLine(book: MistakeBook, log: Log, row: number): Found | null {
  const { level, text } = log.detail(row, 'logged')
  if (level !== 'ERROR' && level !== 'CRITICAL' && level !== 'WARNING') return null
  const cause = log.causeAt(row)
  if (cause >= 0 && log.kindAt(cause) === 'task-failed')
    return ofTask(book, log.detail(cause, 'task-failed').error)
  const fatal = UNRECOVERABLE.exec(text)?.groups
  if (fatal !== undefined)
    return book.ofError(
      fatal['type'] ?? '',
      (fatal['message'] ?? '').replaceAll('\\n', '\n'),
      'code',
    )
  return book.ofLine(text)
}
