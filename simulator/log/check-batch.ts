import { ACTOR_KINDS, type ActorKind } from './entry.ts'
import { FACT_KINDS, type FactKind } from './facts.ts'
import type { LogBatch } from './log-batch.ts'
import { ASIDE, FIRST_SHAPES, MOST_ACTORS, WIDTH } from './log.ts'
import { detailOf, type Shape } from './shapes.ts'

/** What a batch is held to. */
export interface BatchLimits {
  /** Rows that the whole log may have. */
  readonly rows: number
  /** The last moment of a row. */
  readonly time: number
  /** Whether details are those of a kind. */
  readonly fits: (kind: FactKind, detail: unknown) => boolean
}

const MOST_NAME = 65_536
const MOST_NUMBER = 281_474_976_710_655
const FIELDS = 'allShapes,cells,details,firstActor,firstTask,from,newActors,newTasks,times'

type Fields = { readonly [field: string]: unknown }

/**
 * Looks at the batches of one run, which come from a thread that nobody trusts: what passes can be appended to a
 * log and read without harm. Whether it is the truth, it cannot know.
 */
export class BatchCheck {
  readonly #limits: BatchLimits
  #rows = 0
  #time = Number.NEGATIVE_INFINITY
  #actors = 0
  #tasks = 0
  readonly #shapes: { readonly text: string; readonly kind: FactKind }[] = []

  constructor(limits: BatchLimits) {
    this.#limits = limits
  }

  /** What is wrong with the next batch; null where nothing is. */
  wrong(value: unknown): string | null {
    if (!isRecord(value) || Object.keys(value).sort().join() !== FIELDS) return 'no batch'
    const batch = value as Fields & LogBatch
    return (
      this.#wrongColumns(batch) ??
      this.#wrongActors(batch) ??
      this.#wrongTasks(batch) ??
      this.#wrongShapes(batch) ??
      this.#wrongDetails(batch) ??
      this.#wrongRows(batch)
    )
  }

  #wrongColumns({ from, times, cells }: LogBatch): string | null {
    if (from !== this.#rows) return 'it does not go on from the last one'
    if (!(times instanceof Float64Array && cells instanceof Int32Array)) return 'its columns'
    if (cells.length !== times.length * WIDTH) return 'the length of its columns'
    return from + times.length > this.#limits.rows ? 'more rows than a run may have' : null
  }

  #wrongActors({ firstActor, newActors }: LogBatch): string | null {
    if (!isCount(firstActor, this.#actors) || !Array.isArray(newActors)) return 'its actors'
    const actors = newActors as readonly unknown[]
    if (firstActor + actors.length > MOST_ACTORS) return 'too many actors'
    for (const actor of actors) {
      if (!isRecord(actor) || !isName(actor['name']) || !isActorKind(actor['kind']))
        return 'an actor'
    }
    this.#actors = Math.max(this.#actors, firstActor + actors.length)
    return null
  }

  #wrongTasks({ firstTask, newTasks }: LogBatch): string | null {
    if (!isCount(firstTask, this.#tasks) || !Array.isArray(newTasks)) return 'its tasks'
    // A task may be named before there is a row of it, but not that many.
    const most = this.#limits.rows * 2
    let tasks = firstTask
    for (const stretch of newTasks as readonly unknown[]) {
      const count = lengthOf(stretch)
      if (count === null || tasks + count > most) return 'a stretch of tasks'
      tasks += count
    }
    this.#tasks = Math.max(this.#tasks, tasks)
    return null
  }

  /** A batch carries all shapes: those that are known must be what they were. */
  #wrongShapes({ allShapes }: LogBatch): string | null {
    const known = this.#shapes
    if (!Array.isArray(allShapes) || allShapes.length < known.length) return 'its shapes'
    if (allShapes.length + FIRST_SHAPES.length > MOST_ACTORS) return 'too many shapes'
    for (const [at, shape] of (allShapes as readonly unknown[]).entries()) {
      const text = JSON.stringify(shape)
      if (known[at]?.text === text) continue
      if (at < known.length || !this.#isShape(shape)) return 'a shape'
      known.push({ text, kind: shape.kind })
    }
    return null
  }

  #isShape(shape: unknown): shape is Shape {
    if (!isRecord(shape) || Object.keys(shape).sort().join() !== 'detail,field,fills,kind')
      return false
    const { kind, detail, field, fills } = shape
    if (!isFactKind(kind) || !isRecord(detail)) return false
    if (field !== null && !isName(field)) return false
    if (
      fills === 'text' ? typeof detail['text'] !== 'string' : fills !== null && fills !== 'message'
    )
      return false
    if (fills === 'message' && !isMessage(detail['message'])) return false
    const made = detailOf(shape as unknown as Shape, 0, () => 'id')
    return this.#limits.fits(kind, made)
  }

  /** Every row whose details lie aside has details of its kind, and no other row has. */
  #wrongDetails({ from, cells, times, details }: LogBatch): string | null {
    if (!Array.isArray(details)) return 'its details'
    let last = from - 1
    let aside = 0
    for (const pair of details as readonly unknown[]) {
      if (!Array.isArray(pair) || pair.length !== 2) return 'details'
      const [row, detail] = pair as readonly unknown[]
      if (!isCount(row, from + times.length - 1) || row <= last) return 'the row of details'
      const kind = FACT_KINDS[shapeIn(cells, row - from) - ASIDE]
      if (kind === undefined || !this.#limits.fits(kind, detail))
        return `details of ${kind ?? 'a row'}`
      last = row
    }
    for (let at = 0; at < times.length; at++) {
      const shape = shapeIn(cells, at)
      if (shape >= ASIDE && shape < FIRST_SHAPES.length) aside++
    }
    return aside === details.length ? null : 'rows without details'
  }

  #wrongRows({ from, times, cells }: LogBatch): string | null {
    const bare = new Set<number>()
    for (let at = 0; at < times.length; at++) {
      const time = times[at]!
      if (!(time >= this.#time && time <= this.#limits.time)) return 'a time'
      this.#time = time
      const [task, cause] = [cells[at * WIDTH]!, cells[at * WIDTH + 1]!]
      if (task < -1 || task >= this.#tasks) return 'a task'
      if (cause < -1 || cause >= from + at) return 'a cause'
      if ((cells[at * WIDTH + 3]! & 0xffff) >= this.#actors) return 'the actor of a row'
      const shape = shapeIn(cells, at)
      if (shape >= FIRST_SHAPES.length + this.#shapes.length) return 'the shape of a row'
      if (shape < ASIDE) bare.add(shape)
    }
    this.#rows = from + times.length
    for (const shape of bare) {
      const kind = FACT_KINDS[shape]!
      if (!this.#limits.fits(kind, {})) return `${kind} without details`
    }
    return null
  }
}

const shapeIn = (cells: Int32Array, at: number): number => cells[at * WIDTH + 3]! >>> 16

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const isCount = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MOST_NAME

const KINDS: ReadonlySet<unknown> = new Set(FACT_KINDS)
const isFactKind = (value: unknown): value is FactKind => KINDS.has(value)

const ACTORS: ReadonlySet<unknown> = new Set(ACTOR_KINDS)
const isActorKind = (value: unknown): value is ActorKind => ACTORS.has(value)

const isMessage = (value: unknown): boolean =>
  isRecord(value) && isRecord(value['headers']) && isRecord(value['properties'])

/** How many tasks a stretch has; null where it is none. */
function lengthOf(stretch: unknown): number | null {
  if (!isRecord(stretch)) return null
  const { names, prefix, number, count } = stretch
  if (Object.keys(stretch).join() === 'names')
    return Array.isArray(names) && names.every(isName) ? names.length : null
  return isName(prefix) && isCount(number, MOST_NUMBER) && isCount(count, MOST_NUMBER)
    ? count
    : null
}
