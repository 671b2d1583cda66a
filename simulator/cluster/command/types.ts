import { BadValue } from './click.ts'

/** Python's `int()`. */
export function integer(text: string): number {
  const typed = text.trim()
  if (!/^[+-]?\d+(_\d+)*$/.test(typed)) throw new BadValue(`'${text}' is not a valid integer.`)
  return Number(typed.replaceAll('_', ''))
}

/** Python's `float()`. */
export function float(text: string): number {
  const typed = text.trim()
  if (!/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+)(e[+-]?\d+)?$/i.test(typed))
    throw new BadValue(`'${text}' is not a valid float.`)
  return Number(typed.replaceAll('_', ''))
}

/** Any text. */
export const text = (typed: string): string => typed

/** One of a few words. */
export const choice =
  (allowed: readonly string[]) =>
  (typed: string): string => {
    if (!allowed.includes(typed))
      throw new BadValue(`'${typed}' is not one of ${allowed.map((one) => `'${one}'`).join(', ')}.`)
    return typed
  }

const LEVELS = choice(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL', 'FATAL'])

/** A log level, in capitals or not. */
export const logLevel = (typed: string): string => LEVELS(typed.toUpperCase())

/** Names with commas between them; blanks belong to the names. */
export const commaSeparated = (typed: string): readonly string[] => typed.split(',')

/** `max,min` in any order; one number is the maximum, with a minimum of 0 (rule 3.41). */
export function autoscale(typed: string): { readonly max: number; readonly min: number } {
  const parts = typed.split(',')
  if (parts.length > 2)
    throw new BadValue(
      `Expected two comma separated integers or one integer.Got ${parts.length} instead.`,
    )
  const whole = parts.every((part) => /^\s*[+-]?\d+\s*$/.test(part))
  if (!whole && parts.length === 1)
    throw new BadValue(`Expected an integer. Got ['${typed}'] instead.`)
  // Celery means to say more, and fails with an AttributeError while it does.
  if (!whole) throw new BadValue('Expected two comma separated integers.')
  const [a = 0, b = 0] = parts.map(Number)
  return { max: Math.max(a, b), min: Math.min(a, b) }
}
