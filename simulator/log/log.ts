import { assert } from '../kernel/assert.ts'
import { grown } from '../kernel/grow.ts'
import { isEmpty } from '../kernel/is-empty.ts'
import type { Micros } from '../kernel/units.ts'
import type { Actor, Entry } from './entry.ts'
import { FACT_KINDS, type FactDetails, type FactKind } from './facts.ts'
import { LogHash } from './log-hash.ts'
import type { LogBatch } from './log-batch.ts'
import { detailOf, isSameShape, type Shape } from './shapes.ts'
import { type IdsHead, TaskIds } from './task-ids.ts'

type Detail = FactDetails[FactKind]

/** The code of each kind in the log's column. */
export const KIND_CODES = Object.fromEntries(
  FACT_KINDS.map((kind, code) => [kind, code]),
) as Readonly<Record<FactKind, number>>

/** The same for the rows that come: a record of so many fields is slower to ask. */
const CODES: ReadonlyMap<FactKind, number> = new Map(FACT_KINDS.map((kind, code) => [kind, code]))

const FIRST_CAPACITY = 2048
/** The smallest window. */
const LEAST_WINDOW = 256
/** The most actors, and the most shapes, that a log may have. */
export const MOST_ACTORS = 65_536
const NOTHING: Detail = Object.freeze({})
/** The first of the shapes whose details lie in the side table; as many of them as there are kinds. */
export const ASIDE = FACT_KINDS.length
/**
 * The first shapes: of each kind that of a row without details, by the kind's code, and then of each kind
 * that of a row whose details lie in the side table.
 */
export const FIRST_SHAPES: readonly Shape[] = [...FACT_KINDS, ...FACT_KINDS].map((kind) => ({
  kind,
  detail: NOTHING,
  field: null,
  fills: null,
}))
/** Whole numbers of a row: task, cause, its number, and its actor with its shape in the upper half. */
export const WIDTH = 4

/** The shape of a row without details. */
export const bareShape = (kind: FactKind): number => KIND_CODES[kind]
/** A row's number is 32 bits; more goes to the side table. */
const MOST_NUMBER = 2_147_483_647
/** Of each so many rows the first one notes how many tasks there were. */
const MARK = 1024

/** Where a log stands, for another one that goes on from there (see `Log.from`); plain data. */
export interface LogHead {
  readonly rows: number
  readonly time: Micros
  readonly actors: number
  readonly ids: IdsHead
}

/** Rows as they lie in a log: `count` of them from `begin` on, each `WIDTH` cells wide. Only to be read, and at once. */
export interface RawRows {
  readonly times: Float64Array<ArrayBuffer>
  readonly cells: Int32Array<ArrayBuffer>
  readonly begin: number
  readonly count: number
}

/** How much of a run a log keeps. */
export interface LogOptions {
  /** Rows kept, the latest ones, rounded up to a power of two; absent: all. */
  readonly window?: number
}

/**
 * What happened in a run, one row a fact, only ever appended to. A row is (time, kind, task, actor,
 * cause) and its details, which are a shape that many rows of a kind share and one number: 24 bytes in two
 * typed arrays. What does not fit lies in a side table by row. With a window, rows before `first` are
 * forgotten.
 */
export class Log {
  length = 0
  readonly actors: Actor[] = []
  private ids = new TaskIds()
  /** Rows before it were never written here. */
  private begin = 0
  private readonly window: number
  /** Rows there is room for; a power of two, so that a mask finds a row's place. */
  private capacity: number
  private times: Float64Array<ArrayBuffer>
  private cells: Int32Array<ArrayBuffer>
  private lastTime: Micros = Number.NEGATIVE_INFINITY
  /** The row at which there is no more room: never, once a window is full. */
  private full: number
  private readonly details = new Map<number, Detail>()
  private readonly shapes: Shape[] = [...FIRST_SHAPES]
  /** Of each kind the shapes that came, by their indexes. */
  private readonly shapesOf = new Map<FactKind, number[]>()
  private readonly actorIndex = new Map<string, number>()
  /** How many rows there were when an actor was first named: `batch` finds the new ones by it. */
  private readonly actorSince: number[] = []
  /** How many tasks there were at each `MARK` rows: `batch` finds the new ones by it. */
  private readonly taskMarks: number[] = []

  constructor({ window }: LogOptions = {}) {
    this.window = window === undefined ? Number.POSITIVE_INFINITY : powerOfTwo(window)
    const capacity = Math.min(FIRST_CAPACITY, this.window)
    this.capacity = capacity
    this.full = capacity < this.window ? capacity : Number.POSITIVE_INFINITY
    this.times = new Float64Array(capacity)
    this.cells = new Int32Array(capacity * WIDTH)
  }

  /** The first row that is still there. */
  get first(): number {
    return Math.max(this.begin, this.length - this.window)
  }

  /** Where it stands now. */
  head(): LogHead {
    const { length: rows, lastTime: time } = this
    return { rows, time, actors: this.actors.length, ids: this.ids.head() }
  }

  /** A log that goes on where this one once stood, with a window and none of the rows before. */
  from({ rows, time, actors, ids }: LogHead, window: number): Log {
    const log = new Log({ window })
    log.reserve()
    log.begin = log.length = rows
    log.lastTime = time
    log.ids = this.ids.from(ids)
    for (const actor of this.actors.slice(0, actors)) log.actor(actor)
    log.actorSince.fill(0)
    for (const shape of this.shapes.slice(FIRST_SHAPES.length)) log.shape(shape)
    for (let mark = 0; mark < rows; mark += MARK) log.taskMarks.push(ids.count)
    return log
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
    let alike = this.shapesOf.get(shape.kind)
    if (alike === undefined) this.shapesOf.set(shape.kind, (alike = []))
    for (const known of alike) if (isSameShape(this.shapes[known]!, shape)) return known
    const index = this.shapes.push(shape) - 1
    assert(index < MOST_ACTORS, 'details have at most 65,536 shapes')
    alike.push(index)
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
    const code = CODES.get(kind)!
    if (isEmpty(detail)) return this.put(time, task, actor, cause, code, 0)
    const row = this.put(time, task, actor, cause, ASIDE + code, 0)
    this.details.set(row, detail)
    return row
  }

  /**
   * Adds a fact whose kind and details are a shape and a number. This is where a run spends its rows, so it
   * is said in numbers alone.
   */
  put(
    time: Micros,
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
    if (row === this.full) this.grow()
    const at = row & (this.capacity - 1)
    const { cells } = this
    const cell = at * WIDTH
    this.times[at] = time
    cells[cell] = task
    cells[cell + 1] = cause
    cells[cell + 2] = number
    cells[cell + 3] = actor | (shape << 16)
    this.lastTime = time
    this.length = row + 1
    if (number > MOST_NUMBER) this.setAside(row, shape, number)
    if ((row & (MARK - 1)) === 0) this.mark()
    return row
  }

  /**
   * Room for some facts at one moment, to be filled by `write`; returns the first of their rows. Who writes so
   * has seen to it himself that its tasks, actors and causes are known (`simulator/express`).
   */
  open(time: Micros, count: number): number {
    const row = this.length
    const end = row + count
    if (!(time >= this.lastTime)) this.refuse(time, -1, -1)
    while (end > this.full) this.grow()
    this.lastTime = time
    this.length = end
    // Is one of them a row that notes how many tasks there are?
    if (((row + MARK - 1) & -MARK) < end) this.mark()
    return row
  }

  /** A fact in a row that `open` has made room for. */
  write(
    time: Micros,
    row: number,
    task: number,
    actor: number,
    cause: number,
    shape: number,
    number: number,
  ): void {
    const at = row & (this.capacity - 1)
    const { cells } = this
    const cell = at * WIDTH
    this.times[at] = time
    cells[cell] = task
    cells[cell + 1] = cause
    cells[cell + 2] = number
    cells[cell + 3] = actor | (shape << 16)
    if (number > MOST_NUMBER) this.setAside(row, shape, number)
  }

  timeAt(row: number): Micros {
    return this.times[this.place(row)]!
  }

  kindAt(row: number): FactKind {
    return this.shapes[this.shapeAt(this.place(row))]!.kind
  }

  /** Index of a task; -1 where the fact is about no task. */
  taskAt(row: number): number {
    return this.cells[this.place(row) * WIDTH]!
  }

  /** Index into `actors`. */
  actorAt(row: number): number {
    return this.cells[this.place(row) * WIDTH + 3]! & 0xffff
  }

  /** The row that led to this one; -1 where none did. */
  causeAt(row: number): number {
    return this.cells[this.place(row) * WIDTH + 1]!
  }

  /** The details of a row that is known to be of this kind; any other kind is an assertion failure. */
  detail<K extends FactKind>(row: number, kind: K): FactDetails[K] {
    assert(this.kindAt(row) === kind, `row ${row} is ${this.kindAt(row)}, not ${kind}`)
    return this.detailAt(row) as FactDetails[K]
  }

  /** The rows from one on, as far as they lie together; for who reads millions of them. */
  raw(from: number): RawRows {
    const begin = this.place(from)
    const count = Math.min(this.length - from, this.capacity - begin)
    return { times: this.times, cells: this.cells, begin, count }
  }

  /** What the shapes are that rows have so far. */
  get knownShapes(): readonly Shape[] {
    return this.shapes
  }

  /** A number among a row's details, without making the rest of them; undefined where it has none so named. */
  numberAt(row: number, field: string): number | undefined {
    const at = this.place(row)
    const shape = this.shapes[this.shapeAt(at)]!
    if (shape.field === field) return this.cells[at * WIDTH + 2]!
    const value = (this.commonAt(row) as { readonly [field: string]: unknown })[field]
    return typeof value === 'number' ? value : undefined
  }

  /** The details of a row but for what is its own of a shape (its number, its ids): at no cost. */
  commonAt(row: number): Detail {
    const shape = this.shapeAt(this.place(row))
    if (shape >= ASIDE && shape < FIRST_SHAPES.length) return this.details.get(row) ?? NOTHING
    return this.shapes[shape]!.detail
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
      hash.number(this.timeAt(row))
      hash.word(KIND_CODES[this.kindAt(row)])
      hash.word(this.taskAt(row))
      hash.word(this.actorAt(row))
      hash.word(this.causeAt(row))
      const detail = this.detailAt(row)
      if (!isEmpty(detail)) hash.json(detail)
    }
    hash.word(this.actors.length)
    hash.word(this.ids.count)
    return hash.digits()
  }

  /** The rows from `from` on, or up to `to`, with all they need, ready to be sent to another thread. */
  batch(from: number, to: number = this.length): LogBatch {
    assert(from >= this.first && from <= to && to <= this.length, 'a batch lies within the log')
    const firstActor = firstAtLeast(this.actorSince, from)
    const firstTask = from === 0 ? 0 : this.taskMarks[Math.floor((from - 1) / MARK)]!
    const details: (readonly [number, Detail])[] = []
    for (let row = from; row < to; row++) {
      const detail = this.details.get(row)
      if (detail) details.push([row, detail])
    }
    return {
      from,
      times: this.rows(this.times, from, to, 1),
      cells: this.rows(this.cells, from, to, WIDTH),
      firstActor,
      newActors: this.actors.slice(firstActor),
      firstTask,
      newTasks: this.ids.since(firstTask),
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
    const { times, cells } = batch
    for (let index = 0; index < times.length; index++) {
      const cell = index * WIDTH
      const last = cells[cell + 3]!
      const [task, cause, number] = [cells[cell]!, cells[cell + 1]!, cells[cell + 2]!]
      this.put(times[index]!, task, last & 0xffff, cause, last >>> 16, number)
    }
  }

  private detailAt(row: number): Detail {
    const at = this.place(row)
    const shape = this.shapeAt(at)
    if (shape < ASIDE) return NOTHING
    if (shape < FIRST_SHAPES.length) return this.details.get(row) ?? NOTHING
    return this.detailFrom(shape, at, this.cells[at * WIDTH + 2]!)
  }

  private detailFrom(shape: number, at: number, number: number): Detail {
    const task = this.cells[at * WIDTH]!
    return detailOf(this.shapes[shape]!, number, () => this.taskId(task))
  }

  private shapeAt(at: number): number {
    return this.cells[at * WIDTH + 3]! >>> 16
  }

  /** A number that does not fit its column. */
  private setAside(row: number, shape: number, number: number): void {
    const at = row & (this.capacity - 1)
    this.details.set(row, this.detailFrom(shape, at, number))
    const aside = ASIDE + KIND_CODES[this.shapes[shape]!.kind]
    this.cells[at * WIDTH + 3] = this.actorAt(row) | (aside << 16)
  }

  /** Says what is wrong with a row. */
  private refuse(time: Micros, task: number, cause: number): void {
    assert(this.length === 0 || time >= this.lastTime, 'facts are in the order of time')
    assert(cause >= -1 && cause < this.length, 'a cause comes before its effect')
    assert(task >= -1 && task < this.ids.count, 'a task is named before a fact about it')
    assert(!Number.isNaN(time), 'a time is a number')
  }

  /** Every `MARK` rows: how many tasks there are, and what goes with the rows that a window has passed. */
  private mark(): void {
    this.taskMarks.push(this.ids.count)
    if (this.capacity < this.window) return
    const { first } = this
    for (const row of this.details.keys()) {
      if (row >= first) break
      this.details.delete(row)
    }
    this.ids.trim()
  }

  private grow(): void {
    this.takeRoom(this.capacity * 2)
  }

  /** All the room that a window has. */
  private reserve(): void {
    this.takeRoom(this.window)
  }

  private takeRoom(rows: number): void {
    this.times = grown(this.times, rows)
    this.cells = grown(this.cells, rows * WIDTH)
    this.capacity = this.times.length
    this.full = this.capacity < this.window ? this.capacity : Number.POSITIVE_INFINITY
  }

  /** A copy of a column from a row on; with a window it may go around its end. */
  private rows<T extends Column>(column: T, from: number, to: number, width: number): T {
    const begin = (from & (this.capacity - 1)) * width
    const count = (to - from) * width
    const around = begin + count - column.length
    if (around <= 0) return column.slice(begin, begin + count) as T
    const straight = new (column.constructor as new (length: number) => T)(count)
    straight.set(column.subarray(begin))
    straight.set(column.subarray(0, around), column.length - begin)
    return straight
  }

  /** Where a row lies in the columns. */
  private place(row: number): number {
    assert(row >= this.first && row < this.length, 'the log has no such row')
    return row & (this.capacity - 1)
  }
}

type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>

const powerOfTwo = (least: number): number => {
  let power = LEAST_WINDOW
  while (power < least) power *= 2
  return power
}

/** The first index of an ascending list whose value is at least `value`. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  const last = ascending.findLastIndex((since) => since < value)
  return last + 1
}
