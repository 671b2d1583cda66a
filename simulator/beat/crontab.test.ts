import { describe, expect, it } from 'vitest'
import { recordedTable } from '../../tests/support/tables.ts'
import type { Json } from '../messages/json.ts'
import { orPythonError } from '../messages/python-error.ts'
import { type CrontabFields, crontab, crontabFromString, crontabRepr } from './crontab.ts'

interface SpecRow {
  readonly row: number
  readonly field: keyof CrontabFields
  readonly spec: string
  readonly value?: readonly number[]
  readonly error?: string
  readonly text?: string
}

const MEMBERS = {
  minute: 'minute',
  hour: 'hour',
  day_of_week: 'dayOfWeek',
  day_of_month: 'dayOfMonth',
  month_of_year: 'monthOfYear',
} as const

/** The members of a field, or the message of the exception. */
function expanded(field: keyof CrontabFields, spec: Json): unknown {
  const found = orPythonError(() => crontab({ [field]: spec })[MEMBERS[field]])
  return 'error' in found ? found.error : found
}

describe('fields of a crontab (rules 7.17, 7.18)', () => {
  const rows = recordedTable<SpecRow>('crontab_expand').rows.filter(({ spec }) => spec)

  it.each(rows)('row $row: $field=$spec', ({ field, spec, value, text }) => {
    const found = expanded(field, spec)
    if (value === undefined) expect(found).toMatchObject({ message: text })
    else expect(found).toEqual(value)
  })

  it('takes whole numbers and iterables of them, and no other type', () => {
    expect(expanded('minute', 5)).toEqual([5])
    expect(expanded('minute', { $set: [40, 1] })).toEqual([1, 40])
    expect(expanded('minute', { $tuple: [3, 3] })).toEqual([3])
    const text = (type: string): string =>
      `Argument cronspec needs to be of any of the following types: int, str, or an iterable type. <class '${type}'> was given.`
    expect(expanded('hour', { $num: '1.5' })).toMatchObject({ message: text('float') })
    expect(expanded('hour', null)).toMatchObject({ message: text('NoneType') })
    expect(expanded('hour', { $class: "<class 'object'>" })).toMatchObject({
      message: text('object'),
    })
    expect(expanded('hour', 24)).toEqual({
      type: 'builtins.ValueError',
      message: "Invalid crontab pattern.  Valid range is 0-23. '24' was found.",
    })
  })

  it('names its own exception where there is nothing to parse', () => {
    expect(expanded('minute', '1,')).toMatchObject({
      type: 'celery.schedules.ParseException',
      message: 'empty part',
    })
    expect(expanded('minute', '*/x')).toMatchObject({
      message: "invalid literal for int() with base 10: 'x'",
    })
  })
})

describe('crontab.from_string (rule 7.16)', () => {
  it('has the order of cron, not of the constructor', () => {
    const found = crontabFromString('1 2 3 4 5')
    expect(found).toMatchObject({ minute: [1], hour: [2], dayOfMonth: [3], monthOfYear: [4] })
    expect(found.dayOfWeek).toEqual([5])
    expect(crontabRepr(found)).toBe('<crontab: 1 2 3 4 5 (m/h/dM/MY/d)>')
  })

  it.each([
    ['* * * *', 'not enough values to unpack (expected 5, got 4)'],
    ['* *  * * *', 'too many values to unpack (expected 5)'],
  ])('refuses %j', (line, message) => {
    expect(() => crontabFromString(line)).toThrow(message)
  })
})

describe('repr (rule 7.24)', () => {
  it('shows what was given', () => {
    const given = { minute: '*/5', hour: { $set: [1, 2] }, day_of_week: [1], day_of_month: '1' }
    expect(crontabRepr(crontab(given))).toBe('<crontab: */5 {1, 2} 1 * [1] (m/h/dM/MY/d)>')
    expect(crontabRepr(crontab({ hour: { $tuple: [7] } }))).toBe(
      '<crontab: * (7,) * * * (m/h/dM/MY/d)>',
    )
  })
})
