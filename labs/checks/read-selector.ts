import { conditionProblems, type Conditions, type Wrong } from './conditions.ts'
import { CHANGES, type Selector, TASK_KEYS, TASK_MOMENTS } from './happening.ts'

interface Given {
  readonly [name: string]: unknown
}

/** What each kind of selector must and may say, by the field that makes it one. */
const KINDS: { readonly [kind: string]: { readonly [field: string]: Test } } = {
  task: { task: isText, is: oneOf(TASK_MOMENTS), key: optional(oneOf(TASK_KEYS)) },
  call: {
    call: isText,
    service: optional(isText),
    subject: optional(isText),
    code: optional(isWhole),
    key: optional(oneOf([...TASK_KEYS, 'subject'])),
  },
  entry: { entry: conditionsTest, service: optional(isText), key: isText },
  table: {
    table: isText,
    change: optional(oneOf(CHANGES)),
    row: optional(conditionsTest),
    key: isText,
  },
}

/** Says what is wrong with a field; nothing where it is good. */
type Test = (value: unknown, name: string) => readonly Wrong[]

/** What is wrong with a selector that somebody wrote, each with its path. */
export function selectorProblems(value: unknown): readonly Wrong[] {
  const given = isGiven(value) ? value : {}
  const kind = Object.keys(KINDS).find((name) => given[name] !== undefined)
  const fields = kind === undefined ? undefined : KINDS[kind]
  if (fields === undefined)
    return [{ path: '', sentence: `Say what happens: one of ${Object.keys(KINDS).join(', ')}.` }]
  const strange = Object.keys(given)
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name) => ({
      path: `.${name}`,
      sentence: `There is no setting "${name}" here. Allowed are: ${Object.keys(fields).join(', ')}.`,
    }))
  const wrong = Object.entries(fields).flatMap(([name, test]) => test(given[name], name))
  return [...strange, ...wrong]
}

/** A selector that was found good, with what was left out. */
export function selectorOf(value: unknown): Selector {
  const given = value as Given
  const text = (name: string): string | null => {
    const field = given[name]
    return typeof field === 'string' ? field : null
  }
  const key = text('key') ?? 'argument'
  if (given['task'] !== undefined) return { task: text('task'), is: text('is'), key } as Selector
  if (given['call'] !== undefined) {
    const code = given['code'] ?? null
    const [service, subject] = [text('service'), text('subject')]
    return { call: text('call'), service, subject, code, key } as Selector
  }
  if (given['entry'] !== undefined)
    return { entry: given['entry'] as Conditions, service: text('service'), key }
  const row = (given['row'] ?? {}) as Conditions
  return { table: text('table'), change: text('change') ?? 'any', row, key } as Selector
}

const isGiven = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isText(value: unknown, name: string): readonly Wrong[] {
  if (typeof value === 'string' && value !== '') return []
  return [{ path: `.${name}`, sentence: `"${name}" must be text.` }]
}

function isWhole(value: unknown, name: string): readonly Wrong[] {
  if (Number.isInteger(value)) return []
  return [{ path: `.${name}`, sentence: `"${name}" must be a whole number.` }]
}

function conditionsTest(value: unknown, name: string): readonly Wrong[] {
  return conditionProblems(value).map((wrong) => ({ ...wrong, path: `.${name}${wrong.path}` }))
}

function oneOf(allowed: readonly string[]): Test {
  return (value, name) =>
    allowed.includes(value as string)
      ? []
      : [{ path: `.${name}`, sentence: `"${name}" must be one of: ${allowed.join(', ')}.` }]
}

function optional(test: Test): Test {
  return (value, name) => (value === undefined ? [] : test(value, name))
}
