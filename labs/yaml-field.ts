import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { FileProblem } from './lab.ts'

/** Where problems are gathered while a file is read. */
interface Source {
  readonly file: string
  readonly document: Document
  readonly lines: LineCounter
  readonly problems: FileProblem[]
}

/** Which keys a map may have, and which it must. */
export interface Keys {
  readonly required: readonly string[]
  readonly optional?: readonly string[]
}

/** A YAML file read: its top, and what is wrong with it so far; reading fields adds problems. */
export interface YamlFile {
  readonly root: Field
  readonly problems: readonly FileProblem[]
}

/** Reads the text of a YAML file. */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const source: Source = { file, document, lines, problems: [] }
  for (const { message, pos } of document.errors)
    source.problems.push({ file, line: lines.linePos(pos[0]).line, sentence: `${message}.` })
  return { root: new Field(source, document.contents, 1, file), problems: source.problems }
}

/** A value in a YAML file that knows its line; each reader reports what it does not like and goes on. */
export class Field {
  readonly #source: Source
  readonly #node: Node | null
  readonly #line: number
  /** How the value is called in sentences, e.g. `workers`. */
  readonly #name: string

  constructor(source: Source, node: Node | null, line: number, name: string) {
    this.#source = source
    this.#node = node
    this.#name = name
    const at = node?.range?.[0]
    this.#line = at === undefined ? line : source.lines.linePos(at).line
  }

  report(sentence: string): void {
    this.#source.problems.push({ file: this.#source.file, line: this.#line, sentence })
  }

  /** The fields of a map that may have these keys and no others. */
  record(keys: Keys): ReadonlyMap<string, Field> {
    const allowed = [...keys.required, ...(keys.optional ?? [])]
    const fields = this.entries()
    for (const [key, field] of fields ?? []) {
      if (!allowed.includes(key))
        field.report(`There is no setting "${key}" here. Allowed are: ${allowed.join(', ')}.`)
    }
    for (const key of keys.required) {
      if (fields !== null && !fields.has(key)) this.report(`The setting "${key}" is missing here.`)
    }
    return fields ?? new Map<string, Field>()
  }

  /** The fields of a map with any keys; null where it is no map. */
  entries(): Map<string, Field> | null {
    if (!isMap(this.#node)) {
      this.report(`"${this.#name}" must be a list of settings, each as "name: value".`)
      return null
    }
    const fields = new Map<string, Field>()
    for (const { key, value } of this.#node.items) {
      const name = isScalar(key) ? String(key.value) : String(key)
      const line = new Field(this.#source, key as Node, this.#line, name).#line
      fields.set(name, new Field(this.#source, value as Node | null, line, name))
    }
    return fields
  }

  /** The field inside this one that a path such as `.on.nth` names; as far as there is one. */
  at(path: string): Field {
    const [, name, rest = ''] = /^\.?(\w+)(.*)$/u.exec(path) ?? []
    const inner = name === undefined || !isMap(this.#node) ? undefined : this.entries()?.get(name)
    return inner?.at(rest) ?? this
  }

  list(): readonly Field[] {
    if (isSeq(this.#node))
      return this.#node.items.map(
        (item) => new Field(this.#source, item as Node, this.#line, this.#name),
      )
    this.report(`"${this.#name}" must be a list, each entry on a line of its own after "- ".`)
    return []
  }

  text(): string {
    const value = this.value()
    if (typeof value === 'string' && value !== '') return value
    this.report(`"${this.#name}" must be text.`)
    return ''
  }

  number(least: number, most: number): number {
    const value = this.value()
    if (typeof value === 'number' && value >= least && value <= most) return value
    this.report(`"${this.#name}" must be a number from ${least} to ${most}.`)
    return least
  }

  whole(least: number, most: number): number {
    const value = this.value()
    if (Number.isInteger(value)) return this.number(least, most)
    this.report(`"${this.#name}" must be a whole number from ${least} to ${most}.`)
    return least
  }

  choice<T extends string>(allowed: readonly [T, ...T[]]): T {
    const value = this.value()
    const found = allowed.find((one) => one === value)
    if (found === undefined) this.report(`"${this.#name}" must be one of: ${allowed.join(', ')}.`)
    return found ?? allowed[0]
  }

  /** The value as plain data. */
  value(): unknown {
    return this.#node === null ? null : (this.#node.toJS(this.#source.document) as unknown)
  }
}
