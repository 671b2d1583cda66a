import { assert } from '../kernel/assert.ts'
import { grown } from '../kernel/grow.ts'
import type { Micros } from '../kernel/units.ts'
import type { Actor, Entry } from './entry.ts'
import { FACT_KINDS, type FactDetails, type FactKind } from './facts.ts'
import { LogHash } from './log-hash.ts'
import type { LogBatch } from './log-batch.ts'

type Detail = FactDetails[FactKind]

/** The code of each kind in the log's column. */
export const KIND_CODES = Object.fromEntries(
  FACT_KINDS.map((kind, code) => [kind, code]),
) as Readonly<Record<FactKind, number>>

const FIRST_CAPACITY = 256
const MOST_ACTORS = 65_536
const NOTHING: Detail = Object.freeze({})

/**
 * What happened in a run, one row a fact, only ever appended to. A row is (time, kind, task, actor,
 * cause) in typed arrays; what does not fit lies in a side table by row.
 */
export class Log {
  length = 0
  readonly actors: Actor[] = []
  /** Task ids; a row names one by its index. */
  readonly tasks: string[] = []
  private times = new Float64Array(FIRST_CAPACITY)
  private kinds = new Uint8Array(FIRST_CAPACITY)
  private taskColumn = new Int32Array(FIRST_CAPACITY)
  private actorColumn = new Uint16Array(FIRST_CAPACITY)
  private causes = new Int32Array(FIRST_CAPACITY)
  private readonly details = new Map<number, Detail>()
  private readonly actorIndex = new Map<string, number>()
  private readonly taskIndex = new Map<string, number>()
  /** How many rows there were when an actor or a task was first named: `batch` finds the new ones by it. */
  private readonly actorSince: number[] = []
  private readonly taskSince: number[] = []

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

  /** The index of a task id, which joins `tasks` when it is new. */
  task(id: string): number {
    const known = this.taskIndex.get(id)
    if (known !== undefined) return known
    const index = this.tasks.length
    this.tasks.push(id)
    this.taskSince.push(this.length)
    this.taskIndex.set(id, index)
    return index
  }

  /** The index of a task id; -1 where the log has never heard of it. */
  findTask(id: string): number {
    return this.taskIndex.get(id) ?? -1
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
    const row = this.length
    assert(row === 0 || time >= this.times[row - 1]!, 'facts are in the order of time')
    this.write(time, KIND_CODES[kind], task, actor, cause)
    if (!isEmpty(detail)) this.details.set(row, detail)
    return row
  }

  timeAt(row: number): Micros {
    this.check(row)
    return this.times[row]!
  }

  kindAt(row: number): FactKind {
    this.check(row)
    return FACT_KINDS[this.kinds[row]!]!
  }

  /** Index into `tasks`; -1 where the fact is about no task. */
  taskAt(row: number): number {
    this.check(row)
    return this.taskColumn[row]!
  }

  /** Index into `actors`. */
  actorAt(row: number): number {
    this.check(row)
    return this.actorColumn[row]!
  }

  /** The row that led to this one; -1 where none did. */
  causeAt(row: number): number {
    this.check(row)
    return this.causes[row]!
  }

  /** The details of a row that is known to be of this kind; any other kind is an assertion failure. */
  detail<K extends FactKind>(row: number, kind: K): FactDetails[K] {
    assert(this.kindAt(row) === kind, `row ${row} is ${this.kindAt(row)}, not ${kind}`)
    return (this.details.get(row) ?? NOTHING) as FactDetails[K]
  }

  /** A row with names in place of numbers. */
  entry(row: number): Entry {
    const task = this.taskAt(row)
    return {
      row,
      time: this.times[row]!,
      kind: this.kindAt(row),
      task: task < 0 ? null : this.tasks[task]!,
      actor: this.actors[this.actorColumn[row]!]!,
      cause: this.causes[row]!,
      detail: this.details.get(row) ?? NOTHING,
    } as Entry
  }

  /** The number of rows at or before `time`, so the first row after it. */
  rowsUpTo(time: Micros): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.times[middle]! <= time) low = middle + 1
      else high = middle
    }
    return low
  }

  /** 16 hex digits over everything the log holds: two runs with equal hashes went alike, bit for bit. */
  hash(): string {
    const hash = new LogHash()
    for (const { kind, name } of this.actors) hash.text(`${kind} ${name}`)
    for (const id of this.tasks) hash.text(id)
    for (let row = 0; row < this.length; row++) {
      hash.number(this.times[row]!)
      hash.word(this.kinds[row]!)
      hash.word(this.taskColumn[row]!)
      hash.word(this.actorColumn[row]!)
      hash.word(this.causes[row]!)
      const detail = this.details.get(row)
      if (detail) hash.json(detail)
    }
    hash.word(this.actors.length)
    hash.word(this.tasks.length)
    return hash.digits()
  }

  /** The rows from `from` on with all they need, ready to be sent to another thread. */
  batch(from: number): LogBatch {
    assert(from >= 0 && from <= this.length, 'a batch begins within the log')
    const firstActor = firstAtLeast(this.actorSince, from)
    const firstTask = firstAtLeast(this.taskSince, from)
    const details: (readonly [number, Detail])[] = []
    for (let row = from; row < this.length; row++) {
      const detail = this.details.get(row)
      if (detail) details.push([row, detail])
    }
    return {
      from,
      times: this.times.slice(from, this.length),
      kinds: this.kinds.slice(from, this.length),
      tasks: this.taskColumn.slice(from, this.length),
      actors: this.actorColumn.slice(from, this.length),
      causes: this.causes.slice(from, this.length),
      firstActor,
      newActors: this.actors.slice(firstActor),
      firstTask,
      newTasks: this.tasks.slice(firstTask),
      details,
    }
  }

  /** Adds the rows of a batch of another log whose first `length` rows are this log. */
  appendBatch(batch: LogBatch): void {
    assert(batch.from === this.length, `the batch begins at ${batch.from}, not at ${this.length}`)
    batch.newActors.forEach((actor, offset) => {
      assert(this.actor(actor) === batch.firstActor + offset, 'the batch is of another log')
    })
    batch.newTasks.forEach((id, offset) => {
      assert(this.task(id) === batch.firstTask + offset, 'the batch is of another log')
    })
    for (const [row, detail] of batch.details) this.details.set(row, detail)
    for (let index = 0; index < batch.times.length; index++) {
      this.write(
        batch.times[index]!,
        batch.kinds[index]!,
        batch.tasks[index]!,
        batch.actors[index]!,
        batch.causes[index]!,
      )
    }
  }

  private write(time: Micros, kind: number, task: number, actor: number, cause: number): void {
    const row = this.length
    assert(cause >= -1 && cause < row, 'a cause comes before its effect')
    assert(task >= -1 && task < this.tasks.length, 'a task is named before a fact about it')
    assert(actor >= 0 && actor < this.actors.length, 'an actor is named before it acts')
    if (row === this.times.length) this.grow()
    this.times[row] = time
    this.kinds[row] = kind
    this.taskColumn[row] = task
    this.actorColumn[row] = actor
    this.causes[row] = cause
    this.length = row + 1
  }

  private grow(): void {
    this.times = grown(this.times)
    this.kinds = grown(this.kinds)
    this.taskColumn = grown(this.taskColumn)
    this.actorColumn = grown(this.actorColumn)
    this.causes = grown(this.causes)
  }

  private check(row: number): void {
    assert(row >= 0 && row < this.length, 'the log has no such row')
  }
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
