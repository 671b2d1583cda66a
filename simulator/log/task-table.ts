import { assert } from '../kernel/assert.ts'
import type { TaskPicture } from './picture.ts'

/** Tasks of a chunk: what a change copies. */
const CHUNK = 128

/**
 * The tasks of a picture by id, in the order in which they first appeared. Tables of one fold share the chunks that
 * did not change between them, so that a picture of a hundred thousand tasks costs no more than what has happened.
 */
export class TaskTable implements ReadonlyMap<string, TaskPicture> {
  readonly #chunks: TaskPicture[][]
  /** Where each id lies; of all tables of a fold, since ids appear in one order. */
  readonly #places: Map<string, number>
  #size: number
  /** Chunks that no other table has. */
  readonly #own = new Set<number>()

  private constructor(chunks: TaskPicture[][], places: Map<string, number>, size: number) {
    this.#chunks = chunks
    this.#places = places
    this.#size = size
  }

  /** A table without tasks, and the first of its fold. */
  static empty(): TaskTable {
    return new TaskTable([], new Map(), 0)
  }

  /** A table that begins as this one, and may be changed as long as nobody else has seen it. */
  fork(): TaskTable {
    return new TaskTable(this.#chunks.slice(), this.#places, this.#size)
  }

  /** Puts a task where it belongs: in its own place, or behind all others. */
  put(id: string, task: TaskPicture): void {
    const place = this.#placeOf(id) ?? this.#append(id)
    const at = Math.floor(place / CHUNK)
    if (!this.#own.has(at)) {
      this.#chunks[at] = (this.#chunks[at] ?? []).slice()
      this.#own.add(at)
    }
    this.#chunks[at]![place % CHUNK] = task
  }

  get size(): number {
    return this.#size
  }

  get(id: string): TaskPicture | undefined {
    const place = this.#placeOf(id)
    return place === undefined ? undefined : this.#chunks[Math.floor(place / CHUNK)]![place % CHUNK]
  }

  has(id: string): boolean {
    return this.#placeOf(id) !== undefined
  }

  forEach(
    tell: (task: TaskPicture, id: string, all: ReadonlyMap<string, TaskPicture>) => void,
  ): void {
    for (const task of this.#all()) tell(task, task.id, this)
  }

  keys(): MapIterator<string> {
    return this.#all()
      .map(({ id }) => id)
      .values()
  }

  values(): MapIterator<TaskPicture> {
    return this.#all().values()
  }

  entries(): MapIterator<[string, TaskPicture]> {
    return this.#all()
      .map((task): [string, TaskPicture] => [task.id, task])
      .values()
  }

  [Symbol.iterator](): MapIterator<[string, TaskPicture]> {
    return this.entries()
  }

  #all(): readonly TaskPicture[] {
    return this.#chunks.flat()
  }

  /** Another table of the fold may know an id that has not appeared in this one yet. */
  #placeOf(id: string): number | undefined {
    const place = this.#places.get(id)
    return place !== undefined && place < this.#size ? place : undefined
  }

  #append(id: string): number {
    const known = this.#places.get(id)
    assert(known === undefined || known === this.#size, 'tasks appear in one order')
    this.#places.set(id, this.#size)
    return this.#size++
  }
}
