import { assert } from '../kernel/assert.ts'
import { grown } from '../kernel/grow.ts'
import type { Micros } from '../kernel/units.ts'
import type { Actor, Entry } from './entry.ts'
import { FACT_KINDS, type FactDetails, type FactKind } from './facts.ts'
import { LogHash } from './log-hash.ts'
import type { LogBatch } from './log-batch.ts'
import { detailOf, type Shape } from './shapes.ts'
import { TaskIds } from './task-ids.ts'

type Detail = FactDetails[FactKind]

/** The code of each kind in the log's column. */
export const KIND_CODES = Object.fromEntries(
  FACT_KINDS.map((kind, code) => [kind, code]),
) as Readonly<Record<FactKind, number>>

const FIRST_CAPACITY = 256
const MOST_ACTORS = 65_536
const NOTHING: Detail = Object.freeze({})
/** The shape of a row without details, and of one whose details lie in the side table. */
const EMPTY = 0
const ASIDE = 1
const FIRST_SHAPES: readonly Shape[] = [
  { detail: NOTHING, field: null, fills: null },
  { detail: NOTHING, field: null, fills: null },
]
/** A row's number is 32 bits; more goes to the side table. */
const MOST_NUMBER = 2_147_483_647
/** Of each so many rows the first one notes how many tasks there were. */
const MARK = 1024

/** How much of a run a log keeps. */
export interface LogOptions {
  /** Rows kept, the latest ones, rounded up to a power of two; absent: all. */
  readonly window?: number
}

/**
 * What happened in a run, one row a fact, only ever appended to. A row is (time, kind, task, actor,
 * cause) in typed arrays. Its details are a shape that many rows share and one number, in two more; what
 * does not fit lies in a side table by row. With a window, rows before `first` are forgotten.
 */
export class Log {
  length = 0
  readonly actors: Actor[] = []
  private readonly ids = new TaskIds()
  private readonly window: number
  /** Rows there is room for; a power of two, so that a mask finds a row's place. */
  private capacity: number
  private times: Float64Array<ArrayBuffer>
  private kinds: Uint8Array<ArrayBuffer>
  private taskColumn: Int32Array<ArrayBuffer>
  private actorColumn: Uint16Array<ArrayBuffer>
  private causes: Int32Array<ArrayBuffer>
  private shapeColumn: Uint16Array<ArrayBuffer>
  private numbers: Int32Array<ArrayBuffer>
  private lastTime: Micros = Number.NEGATIVE_INFINITY
  private readonly details = new Map<number, Detail>()
  private readonly shapes: Shape[] = [...FIRST_SHAPES]
  private readonly shapeIndex = new Map<string, number>()
  private readonly actorIndex = new Map<string, number>()
  /** How many rows there were when an actor was first named: `batch` finds the new ones by it. */
  private readonly actorSince: number[] = []
  /** How many tasks there were at each `MARK` rows: `batch` finds the new ones by it. */
  private readonly taskMarks: number[] = []

  constructor({ window }: LogOptions = {}) {
    this.window = window === undefined ? Number.POSITIVE_INFINITY : powerOfTwo(window)
    const capacity = Math.min(FIRST_CAPACITY, this.window)
    this.capacity = capacity
    this.times = new Float64Array(capacity)
    this.kinds = new Uint8Array(capacity)
    this.taskColumn = new Int32Array(capacity)
    this.actorColumn = new Uint16Array(capacity)
    this.causes = new Int32Array(capacity)
    this.shapeColumn = new Uint16Array(capacity)
    this.numbers = new Int32Array(capacity)
  }

  /** The first row that is still there. */
  get first(): number {
    return Math.max(0, this.length - this.window)
  }

  /** The index of an actor, which joins `actors` when it is new. */
  actor(actor: Actor): number {
    const key = `${actor.kind} ${actor.name}`
    const known = this.actorIndex.get(key)
    if (known !== undefined) return known
    const index = this.actors.length
    assert(index < MOST_ACTORS, 'a log names at most 65,536 actors')
    this.actors.push({ kind: actor.kind, name: actor.name })
    this.actorSince.push(this.length)
    this.actorIndex.set(key, index)
    return index
  }

  /** The index of a task id, which joins when it is new. */
  task(id: string): number {
    return this.ids.index(id)
  }

  /** A series of task ids that begin alike and end in a number (see `numberedTask`). */
  series(prefix: string): number {
    return this.ids.series(prefix)
  }

  /** The index of a new task of a series, whose id need not exist until somebody looks. */
  numberedTask(series: number, number: number): number {
    return this.ids.numbered(series, number)
  }

  /** Is this task one of a series? */
  isNumbered(task: number): boolean {
    return this.ids.isNumbered(task)
  }

  /** The index of a task id; -1 where the log has never heard of it. */
  findTask(id: string): number {
    return this.ids.find(id)
  }

  /** The id of a task by its index. */
  taskId(task: number): string {
    return this.ids.id(task)
  }

  get taskCount(): number {
    return this.ids.count
  }

  /** Task ids; a row names one by its index. */
  get tasks(): readonly string[] {
    for (let task = this.listed.length; task < this.ids.count; task++)
      this.listed.push(this.ids.id(task))
    return this.listed
  }

  private readonly listed: string[] = []

  /** The index of a shape that details of rows may have; equal ones are one. */
  shape(shape: Shape): number {
    const key = JSON.stringify([shape.detail, shape.field, shape.fills])
    const known = this.shapeIndex.get(key)
    if (known !== undefined) return known
    const index = this.shapes.push(shape) - 1
    assert(index < MOST_ACTORS, 'details have at most 65,536 shapes')
    this.shapeIndex.set(key, index)
    return index
  }

  /**
   * Adds a fact and returns its row. `task` and `actor` are indexes from `task()` and `actor()`; `task`
   * and `cause` are -1 where there is none. Time never goes back, and a cause comes before its effect.
   */
  append<K extends FactKind>(
    time: Micros,
    kind: K,
    task: number,
    actor: number,
    cause: number,
    detail: FactDetails[K],
  ): number {
    if (isEmpty(detail)) return this.put(time, KIND_CODES[kind], task, actor, cause, EMPTY, 0)
    const row = this.put(time, KIND_CODES[kind], task, actor, cause, ASIDE, 0)
    this.details.set(row, detail)
    return row
  }

  /**
   * Adds a fact by the code of its kind, its details being a shape and a number. This is where a run spends
   * its rows, so it is said in numbers alone.
   */
  put(
    time: Micros,
    kind: number,
    task: number,
    actor: number,
    cause: number,
    shape: number,
    number: number,
  ): number {
    const row = this.length
    if (!(time >= this.lastTime && cause >= -1 && cause < row && task < this.ids.count))
      this.refuse(time, task, cause)
    assert(actor >= 0 && actor < this.actors.length, 'an actor is named before it acts')
    if (row >= this.capacity) this.makeRoom(row)
    const at = row & (this.capacity - 1)
    this.times[at] = time
    this.kinds[at] = kind
    this.taskColumn[at] = task
    this.actorColumn[at] = actor
    this.causes[at] = cause
    this.shapeColumn[at] = shape
    this.numbers[at] = number
    this.lastTime = time
    this.length = row + 1
    if (number > MOST_NUMBER) this.setAside(row, shape, number)
    if ((row & (MARK - 1)) === 0) this.taskMarks.push(this.ids.count)
    return row
  }

  timeAt(row: number): Micros {
    return this.times[this.place(row)]!
  }

  kindAt(row: number): FactKind {
    return FACT_KINDS[this.kinds[this.place(row)]!]!
  }

  /** Index of a task; -1 where the fact is about no task. */
  taskAt(row: number): number {
    return this.taskColumn[this.place(row)]!
  }

  /** Index into `actors`. */
  actorAt(row: number): number {
    return this.actorColumn[this.place(row)]!
  }

  /** The row that led to this one; -1 where none did. */
  causeAt(row: number): number {
    return this.causes[this.place(row)]!
  }

  /** The details of a row that is known to be of this kind; any other kind is an assertion failure. */
  detail<K extends FactKind>(row: number, kind: K): FactDetails[K] {
    assert(this.kindAt(row) === kind, `row ${row} is ${this.kindAt(row)}, not ${kind}`)
    return this.detailAt(row) as FactDetails[K]
  }

  /** A row with names in place of numbers. */
  entry(row: number): Entry {
    const task = this.taskAt(row)
    return {
      row,
      time: this.timeAt(row),
      kind: this.kindAt(row),
      task: task < 0 ? null : this.taskId(task),
      actor: this.actors[this.actorAt(row)]!,
      cause: this.causeAt(row),
      detail: this.detailAt(row),
    } as Entry
  }

  /** The number of rows at or before `time`, so the first row after it; of those that are still there. */
  rowsUpTo(time: Micros): number {
    let low = this.first
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.times[middle & (this.capacity - 1)]! <= time) low = middle + 1
      else high = middle
    }
    return low
  }

  /** 16 hex digits over everything the log holds: two runs with equal hashes went alike, bit for bit. */
  hash(): string {
    const hash = new LogHash()
    for (const { kind, name } of this.actors) hash.text(`${kind} ${name}`)
    for (let task = 0; task < this.ids.count; task++) hash.text(this.ids.id(task))
    for (let row = this.first; row < this.length; row++) {
      const at = row & (this.capacity - 1)
      hash.number(this.times[at]!)
      hash.word(this.kinds[at]!)
      hash.word(this.taskColumn[at]!)
      hash.word(this.actorColumn[at]!)
      hash.word(this.causes[at]!)
      const detail = this.detailAt(row)
      if (!isEmpty(detail)) hash.json(detail)
    }
    hash.word(this.actors.length)
    hash.word(this.ids.count)
    return hash.digits()
  }

  /** The rows from `from` on with all they need, ready to be sent to another thread. */
  batch(from: number): LogBatch {
    assert(from >= this.first && from <= this.length, 'a batch begins within the log')
    const firstActor = firstAtLeast(this.actorSince, from)
    const firstTask = from === 0 ? 0 : this.taskMarks[Math.floor((from - 1) / MARK)]!
    const details: (readonly [number, Detail])[] = []
    for (let row = from; row < this.length; row++) {
      const detail = this.details.get(row)
      if (detail) details.push([row, detail])
    }
    return {
      from,
      times: this.rows(this.times, from),
      kinds: this.rows(this.kinds, from),
      tasks: this.rows(this.taskColumn, from),
      actors: this.rows(this.actorColumn, from),
      causes: this.rows(this.causes, from),
      shapes: this.rows(this.shapeColumn, from),
      numbers: this.rows(this.numbers, from),
      firstActor,
      newActors: this.actors.slice(firstActor),
      firstTask,
      newTasks: this.ids.from(firstTask),
      allShapes: this.shapes.slice(FIRST_SHAPES.length),
      details,
    }
  }

  /** Adds the rows of a batch of another log whose first `length` rows are this log. */
  appendBatch(batch: LogBatch): void {
    assert(batch.from === this.length, `the batch begins at ${batch.from}, not at ${this.length}`)
    batch.newActors.forEach((actor, offset) => {
      assert(this.actor(actor) === batch.firstActor + offset, 'the batch is of another log')
    })
    let task = batch.firstTask
    for (const stretch of batch.newTasks) task = this.ids.take(task, stretch)
    for (const shape of batch.allShapes) this.shape(shape)
    for (const [row, detail] of batch.details) this.details.set(row, detail)
    for (let index = 0; index < batch.times.length; index++) {
      this.put(
        batch.times[index]!,
        batch.kinds[index]!,
        batch.tasks[index]!,
        batch.actors[index]!,
        batch.causes[index]!,
        batch.shapes[index]!,
        batch.numbers[index]!,
      )
    }
  }

  private detailAt(row: number): Detail {
    const at = this.place(row)
    const shape = this.shapeColumn[at]!
    if (shape === EMPTY) return NOTHING
    if (shape === ASIDE) return this.details.get(row) ?? NOTHING
    const task = this.taskColumn[at]!
    return detailOf(this.shapes[shape]!, this.numbers[at]!, () => this.taskId(task))
  }

  /** A number that does not fit its column. */
  private setAside(row: number, shape: number, number: number): void {
    const at = row & (this.capacity - 1)
    const task = this.taskColumn[at]!
    this.details.set(
      row,
      detailOf(this.shapes[shape]!, number, () => this.taskId(task)),
    )
    this.shapeColumn[at] = ASIDE
  }

  /** Says what is wrong with a row. */
  private refuse(time: Micros, task: number, cause: number): void {
    assert(this.length === 0 || time >= this.lastTime, 'facts are in the order of time')
    assert(cause >= -1 && cause < this.length, 'a cause comes before its effect')
    assert(task >= -1 && task < this.ids.count, 'a task is named before a fact about it')
    assert(!Number.isNaN(time), 'a time is a number')
  }

  /** Room for one more row: more of it, or that of the oldest row where the log has a window. */
  private makeRoom(row: number): void {
    if (this.capacity < this.window) {
      this.grow()
      return
    }
    const at = row & (this.capacity - 1)
    if (this.shapeColumn[at] === ASIDE) this.details.delete(row - this.capacity)
    if (at === 0) this.ids.trim()
  }

  private grow(): void {
    this.times = grown(this.times)
    this.kinds = grown(this.kinds)
    this.taskColumn = grown(this.taskColumn)
    this.actorColumn = grown(this.actorColumn)
    this.causes = grown(this.causes)
    this.shapeColumn = grown(this.shapeColumn)
    this.numbers = grown(this.numbers)
    this.capacity = this.times.length
  }

  /** A copy of a column from a row on; with a window it may go around its end. */
  private rows<T extends Column>(column: T, from: number): T {
    const begin = from & (this.capacity - 1)
    const count = this.length - from
    if (begin + count <= this.capacity) return column.slice(begin, begin + count) as T
    const straight = new (column.constructor as new (length: number) => T)(count)
    straight.set(column.subarray(begin))
    straight.set(column.subarray(0, begin + count - this.capacity), this.capacity - begin)
    return straight
  }

  /** Where a row lies in the columns. */
  private place(row: number): number {
    assert(row >= this.first && row < this.length, 'the log has no such row')
    return row & (this.capacity - 1)
  }
}

type Column =
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>

const powerOfTwo = (least: number): number => {
  let power = FIRST_CAPACITY
  while (power < least) power *= 2
  return power
}

function isEmpty(detail: Detail): boolean {
  for (const _ in detail) return false
  return true
}

/** The first index of an ascending list whose value is at least `value`. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  const last = ascending.findLastIndex((since) => since < value)
  return last + 1
}
