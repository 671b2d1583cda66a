import type { Json } from '../../../simulator/index.ts'

/** Any JSON value of a trace. A number keeps its own text where Python tells 5 from 5.0. */
export type Value = Json

/** An object of JSON values. */
export interface ValueObject {
  readonly [key: string]: Value
}

/** True for a JSON object, a kept number text excluded. */
export function isObject(value: Value | undefined): value is ValueObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumberText(value)
  )
}

/** `Array.isArray` that keeps the element type of a readonly array. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

function isNumberText(value: Value): value is { readonly $num: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return '$num' in value && typeof value.$num === 'string' && Object.keys(value).length === 1
}

/** The number that a value stands for, or null where it is no number. */
export function numberOf(value: Value | undefined): number | null {
  if (typeof value === 'number') return value
  return value !== undefined && isNumberText(value) ? Number(value.$num) : null
}

/** One text for equal values: keys sorted, floats in one spelling but apart from whole numbers. */
export function canonical(value: Value | undefined): string {
  if (value === undefined) return '(absent)'
  if (typeof value === 'number') return canonicalNumber(String(value))
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isNumberText(value)) return canonicalNumber(value.$num)
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  const object: ValueObject = value
  const pairs = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`)
  return `{${pairs.join(',')}}`
}

function canonicalNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return BigInt(text).toString()
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  return Number.isInteger(number) && Math.abs(number) < 1e21 ? `${BigInt(number)}.0` : `${number}`
}

/** How many values a value holds that hold no further values; an empty list or object counts once. */
export function leafCount(value: Value | undefined): number {
  if (value === undefined) return 0
  const parts = isList(value) ? value : isObject(value) ? Object.values(value) : []
  return parts.length === 0 ? 1 : parts.reduce<number>((sum, part) => sum + leafCount(part), 0)
}

/** A value that is meant to be text; the empty text where it is not. */
export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** A value that is meant to be an object; an empty one where it is not. */
export function asObject(value: Value | undefined): ValueObject {
  return isObject(value) ? value : {}
}
