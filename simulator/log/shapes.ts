import type { TaskMessage } from '../messages/message.ts'
import { pythonSeconds } from '../messages/seconds.ts'
import type { FactDetails, FactKind } from './facts.ts'

type Detail = FactDetails[FactKind]

/** In a shape's text: here stands the id of the task. */
export const ID = '\u{e000}'
/** In a shape's text: here stands the row's number, microseconds, as Python shows seconds. */
export const SECONDS = '\u{e001}'

/**
 * What many rows have in common: their kind, and their details but for a number. A row has the index of its shape and one number, and its
 * details are made of them when somebody looks. Plain data.
 */
export interface Shape {
  readonly kind: FactKind
  readonly detail: Detail
  /** The field that is the row's number; null for none. */
  readonly field: string | null
  /** What else is filled in: a line of text, or the ids in a message. */
  readonly fills: 'text' | 'message' | null
}

/** Are two shapes one? Their details are mostly small, and differ early where they differ. */
export const isSameShape = (one: Shape, other: Shape): boolean =>
  one.kind === other.kind &&
  one.field === other.field &&
  one.fills === other.fills &&
  isSame(one.detail, other.detail)

/** Is plain data the same? */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return Object.is(one, other)
  if (one === other) return true
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const mine = one as { readonly [key: string]: unknown }
  const theirs = other as { readonly [key: string]: unknown }
  const keys = Object.keys(mine)
  return (
    keys.length === Object.keys(theirs).length &&
    keys.every((key) => Object.hasOwn(theirs, key) && isSame(mine[key], theirs[key]))
  )
}

/** The details of a row of a shape; `id` gives the id of its task. */
export function detailOf(
  { detail, field, fills }: Shape,
  number: number,
  id: () => string,
): Detail {
  if (fills === 'text') return { ...detail, text: filled(detail, number, id) }
  if (fills === 'message') return { ...detail, message: withId(messageOf(detail), id()) }
  return field === null ? detail : { ...detail, [field]: number }
}

function filled(detail: Detail, number: number, id: () => string): string {
  const { text } = detail as { readonly text: string }
  return text.replace(ID, id()).replace(SECONDS, pythonSeconds(number))
}

const messageOf = (detail: Detail): TaskMessage =>
  (detail as { readonly message: TaskMessage }).message

/** A message that many tasks share, as the one of this task. */
export function withId(message: TaskMessage, id: string): TaskMessage {
  const { headers, properties } = message
  return {
    ...message,
    headers: { ...headers, id, root_id: id },
    properties: { ...properties, correlation_id: id },
  }
}
