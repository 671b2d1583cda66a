import type { Action, ClusterSpec, FactKind, Log, Micros } from '../simulator/index.ts'
import { nameOf, workerOf } from '../simulator/index.ts'

/** The knowledge check of a module: one whole form, as its folder describes it. */
export interface Quiz {
  readonly module: string
  readonly questions: readonly Question[]
}

export const KINDS = ['choice', 'true-false', 'fill-in', 'scenario', 'predict'] as const
export const LEVELS = ['basic', 'intermediate', 'advanced'] as const

interface Asked {
  readonly id: string
  readonly level: (typeof LEVELS)[number]
  /** What the question is about, before it is asked; `code` in backticks. */
  readonly ask: string
  /** Lines of code or of a log that belong to it. */
  readonly code: string | null
  /** Why the answer is right, for everybody who has answered. */
  readonly because: string
  /** The numbered rules of real behaviour that it rests on. */
  readonly rules: readonly string[]
  /** Where no rule can be: a page of the real system's documentation. */
  readonly source: string | null
  /** A lab whose run shows it. */
  readonly see: string | null
}

/** A wrong answer, and what is wrong with it. */
export interface Wrong {
  readonly say: string
  readonly because: string
}

/** One right answer among others. */
export interface Choice {
  readonly right: string
  readonly wrong: readonly Wrong[]
}

/** Something to decide within a story. */
export interface Decision extends Choice {
  readonly ask: string
  readonly because: string
}

/** What may come next in a run. */
export interface Foretold {
  readonly say: string
  /** The fact that would make it true. */
  readonly next: FactKind
  /** Whose it would be, where that tells answers apart: a worker by its short name, or a queue. */
  readonly by: string | null
  /** The registered name of its task, where that tells them apart. */
  readonly of: string | null
  readonly because: string
}

/** The run of a question: small, without Python, the same on every machine. */
export interface QuestionRun {
  readonly cluster: ClusterSpec
  readonly actions: readonly Action[]
  readonly seed: number
  readonly time: Micros
}

/** The fact after which the run stands still and the question is asked. */
export interface Pause {
  readonly fact: FactKind
  /** The first of its kind is 1. */
  readonly nth: number
}

export type Question = Asked &
  (
    | ({ readonly kind: 'choice' } & Choice)
    | {
        readonly kind: 'true-false'
        readonly answer: boolean
        readonly proof: string
        readonly others: readonly Wrong[]
      }
    | { readonly kind: 'fill-in'; readonly answers: readonly string[] }
    | { readonly kind: 'scenario'; readonly decisions: readonly Decision[] }
    | {
        readonly kind: 'predict'
        readonly run: QuestionRun
        readonly pause: Pause
        readonly options: readonly Foretold[]
      }
  )

/** An answer that can be picked, and what is to be said about it. */
export interface Option {
  readonly say: string
  readonly right: boolean
  readonly because: string
}

/** One thing to answer: a question has one, or some that follow each other. */
export type Part =
  | { readonly kind: 'pick'; readonly ask: string; readonly options: readonly Option[] }
  | { readonly kind: 'write'; readonly ask: string; readonly answers: readonly string[] }

/** What somebody answered to a part: the place of an option, or text; null: nothing yet. */
export type Answer = number | string | null

/**
 * The parts of a question, options shuffled by the seed. Of a run that is to be foretold, the log says which
 * answer is right; without it there is nothing to ask yet.
 */
export function partsOf(question: Question, seed: number, log: Log | null): readonly Part[] {
  const shuffle = shuffler(`${question.id} ${String(seed)}`)
  const pick = (ask: string, { right, wrong }: Choice, because: string): Part => ({
    kind: 'pick',
    ask,
    options: shuffle([
      { say: right, right: true, because },
      ...wrong.map((one) => ({ ...one, right: false })),
    ]),
  })
  switch (question.kind) {
    case 'choice':
      return [pick('', question, question.because)]
    case 'true-false':
      return [
        { kind: 'pick', ask: 'True or false?', options: verdicts(question.answer) },
        pick('What shows it?', { right: question.proof, wrong: question.others }, question.because),
      ]
    case 'fill-in':
      return [{ kind: 'write', ask: '', answers: question.answers }]
    case 'scenario':
      return question.decisions.map((one) => pick(one.ask, one, one.because))
    case 'predict':
      return log === null ? [] : [foretelling(question.options, question.pause, log, shuffle)]
  }
}

const verdicts = (answer: boolean): readonly Option[] =>
  [true, false].map((say) => ({
    say: say ? 'True' : 'False',
    right: say === answer,
    because: say === answer ? '' : `It is ${String(answer)}.`,
  }))

function foretelling(
  options: readonly Foretold[],
  pause: Pause,
  log: Log,
  shuffle: <T>(list: readonly T[]) => readonly T[],
): Part {
  const came = firstOf(options, log, pausedAt(pause, log) + 1)
  return {
    kind: 'pick',
    ask: 'Which of these comes next?',
    options: shuffle(
      options.map((one) => ({ say: one.say, right: one === came?.option, because: one.because })),
    ),
  }
}

/** The row of the fact after which the run stands still; -1 where it never comes. */
export function pausedAt({ fact, nth }: Pause, log: Log): number {
  let seen = 0
  for (let row = 0; row < log.length; row++)
    if (log.kindAt(row) === fact && ++seen === nth) return row
  return -1
}

/** Which of the options comes first from a row on, and where. */
export function firstOf(
  options: readonly Foretold[],
  log: Log,
  from: number,
): { readonly option: Foretold; readonly row: number } | null {
  for (let row = from; row < log.length; row++) {
    const kind = log.kindAt(row)
    const option = options.find(
      ({ next, by, of }) =>
        next === kind &&
        (by === null || isBy(log, row, by)) &&
        (of === null || nameOf(log, log.taskAt(row)) === of),
    )
    if (option) return { option, row }
  }
  return null
}

/** A worker's own facts and those of its processes, or a queue's. */
function isBy(log: Log, row: number, name: string): boolean {
  const actor = log.actors[log.actorAt(row)]
  return actor !== undefined && (actor.name === name || workerOf(actor) === `${name}@sim`)
}

/** Whether an answer to a part is right. */
export function isRight(part: Part, answer: Answer): boolean {
  if (part.kind === 'pick')
    return typeof answer === 'number' && part.options[answer]?.right === true
  return typeof answer === 'string' && part.answers.some((one) => bare(one) === bare(answer))
}

/** A written answer without what does not matter: case, quotes, spaces around signs. */
const bare = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/["'`“”‘’]/gu, '')
    .replaceAll(/\s*([=,()+*])\s*/gu, '$1')
    .replaceAll(/\s+/gu, ' ')
    .replace(/[.;]$/u, '')

/** The questions of a sitting, in the order that the seed gives them. */
export const drawn = (quiz: Quiz, seed: number): readonly Question[] =>
  shuffler(`${quiz.module} ${String(seed)}`)(quiz.questions)

/** Shuffles by a name: the same name, the same order, on every machine. */
function shuffler(name: string): <T>(list: readonly T[]) => readonly T[] {
  let state = 0x811c9dc5
  for (let at = 0; at < name.length; at++)
    state = Math.imul(state ^ name.charCodeAt(at), 0x01000193)
  const next = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
  return (list) => {
    const shuffled = [...list]
    for (let at = shuffled.length - 1; at > 0; at--) {
      const other = next(at + 1)
      const [one, two] = [shuffled[at], shuffled[other]]
      if (one !== undefined && two !== undefined) [shuffled[at], shuffled[other]] = [two, one]
    }
    return shuffled
  }
}
