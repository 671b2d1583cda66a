/** Looks whether a value that came from outside has a shape; `virtual:shapes` has the shapes of the protocol. */

/** A shape as data; a whole number is a place in the table. */
export type Shape = number | string | readonly unknown[]

/** As deep as lists and dicts may lie in each other. */
const DEEPEST = 1000

type Look = (value: unknown, depth: number) => boolean

const PLAIN: { readonly [name: string]: Look } = {
  null: (value) => value === null,
  nothing: (value) => value === undefined,
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  buffer: (value) => value instanceof ArrayBuffer,
  bytes: (value) => value instanceof Uint8Array,
}

/**
 * Reads values by the shapes of a table. What is read must hold what its shape says. What it holds beyond that,
 * as types allow it to, is plain data: no prototype but that of plain objects, no class, no buffer. `most` is how much one message may weigh: the letters of its
 * text, the bytes of its buffers, and 8 for anything else.
 */
export class ShapeReader {
  readonly #table: readonly Shape[]
  readonly #most: number
  readonly #named: { readonly [name: string]: Look }
  readonly #made: Look[] = []
  /** Any plain data. */
  readonly #any: Look
  #weight = 0

  /** `named` look at what the book knows by its name alone. */
  constructor(
    table: readonly Shape[],
    most: number,
    named: { readonly [name: string]: Look } = {},
  ) {
    this.#table = table
    this.#most = most
    this.#named = named
    const any: Look = (value, depth) => this.#any(value, depth)
    const scalars = ['null', 'nothing', 'text', 'number', 'boolean'].map((name) => this.#look(name))
    const looks = [...scalars, this.#listOf(any), this.#recordOf(any)]
    this.#any = this.#weighed((value, depth) => looks.some((look) => look(value, depth)))
  }

  /** Another message begins: it may weigh as much again. */
  begin(): void {
    this.#weight = 0
  }

  /** Has a value this shape? */
  fits(shape: Shape | undefined, value: unknown): boolean {
    return shape !== undefined && this.#look(shape)(value, 0)
  }

  #look(shape: Shape): Look {
    if (typeof shape === 'number') return (value, depth) => this.#at(shape)(value, depth)
    const made = this.#make(shape)
    return typeof shape !== 'string' && shape[0] === 'either' ? made : this.#weighed(made)
  }

  #weighed(look: Look): Look {
    return (value, depth) => {
      if (depth > DEEPEST || this.#weight > this.#most || !look(value, depth + 1)) return false
      // Only once it fits: of several shapes that a value may have, those it has not weigh nothing.
      this.#weight += weightOf(value)
      return this.#weight <= this.#most
    }
  }

  #at(place: number): Look {
    return (this.#made[place] ??= this.#look(this.#table[place] ?? ''))
  }

  #make(shape: Exclude<Shape, number>): Look {
    if (typeof shape === 'string') {
      const look = this.#named[shape] ?? PLAIN[shape]
      if (!look) throw new Error(`no shape is called ${shape}`)
      return look
    }
    const [word, ...parts] = shape
    switch (word) {
      case 'is':
        return (value) => value === parts[0]
      case 'either':
        return this.#either(parts as Shape[])
      case 'list':
        return this.#listOf(this.#look(parts[0] as Shape))
      case 'tuple':
        return this.#tuple(parts as Shape[])
      case 'record':
        return this.#recordOf(this.#look(parts[0] as Shape))
      case 'object':
        return this.#object(parts[0] as { readonly [field: string]: Shape })
    }
    throw new Error(`no shape is made with ${String(word)}`)
  }

  #either(shapes: readonly Shape[]): Look {
    const looks = shapes.map((shape) => this.#look(shape))
    return (value, depth) => looks.some((look) => look(value, depth))
  }

  #listOf(look: Look): Look {
    // By index: a hole is no item.
    return (value, depth) => {
      if (!Array.isArray(value)) return false
      for (let at = 0; at < value.length; at++) if (!look(value[at], depth)) return false
      return true
    }
  }

  #tuple(shapes: readonly Shape[]): Look {
    const looks = shapes.map((shape) => this.#look(shape))
    return (value, depth) =>
      Array.isArray(value) &&
      value.length === looks.length &&
      looks.every((look, at) => look(value[at], depth))
  }

  #recordOf(look: Look): Look {
    return (value, depth) => {
      if (!isPlain(value)) return false
      for (const key of Object.keys(value)) {
        this.#weight += key.length
        if (!isName(key) || !look(value[key], depth)) return false
      }
      return true
    }
  }

  #object(fields: { readonly [field: string]: Shape }): Look {
    const needed: string[] = []
    const looks = new Map<string, Look>()
    for (const [field, shape] of Object.entries(fields)) {
      const optional = field.endsWith('?')
      if (!optional) needed.push(field)
      looks.set(optional ? field.slice(0, -1) : field, this.#look(shape))
    }
    return (value, depth) =>
      isPlain(value) &&
      needed.every((field) => Object.hasOwn(value, field)) &&
      Object.keys(value).every(
        (field) => isName(field) && (looks.get(field) ?? this.#any)(value[field], depth),
      )
  }
}

/** Whoever copies a dict key by key would give the copy a prototype. */
const isName = (key: string): boolean => key !== '__proto__'

function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value.byteLength : 8
}

function isPlain(value: unknown): value is { readonly [field: string]: unknown } {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}
