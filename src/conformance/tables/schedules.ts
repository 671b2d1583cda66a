import {
  crontab,
  crontabFromString,
  crontabIsDue,
  crontabRemaining,
  crontabRepr,
  fromIso,
  humanSeconds,
  intervalIsDue,
  intervalRemaining,
  intervalRepr,
  seconds,
  toIso,
  toSeconds,
  UTC,
  zoneNamed,
} from '../../../simulator/index.ts'
import type { Aware, Crontab, CrontabFields, Micros, Zone } from '../../../simulator/index.ts'
import { isList, isObject, numberOf, textOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { compareRow, inPython } from './evaluate.ts'
import { errorOf } from './routing.ts'
import type { TableChecker } from './table.ts'

/** How often a row of `crontab_next` goes on, and how far it moves on its own where the schedule does not. */
const STEPS = 4
const NUDGE = seconds(61)

/** Values as Python code can only be read in Python. */
const inPythonOnly: TableChecker = inPython({
  asks: ['field', 'python_value'],
  prelude: `from celery.schedules import crontab


def answer(row):
    field = row['field']
    return {'value': sorted(getattr(crontab(**{field: eval(row['python_value'])}), field))}
`,
})

/** Members of crontab fields, or Celery's errors; `from_string`; repr. */
export const crontabExpandTable: TableChecker = async (table, sandbox) => {
  const rows = table.rows.filter((row) => 'python_value' in row)
  const answers = await inPythonOnly({ ...table, rows }, sandbox)
  return table.rows.map((row) => {
    const place = rows.indexOf(row)
    if (place >= 0) return answers[place] ?? null
    const { value, error, text } = row
    const expected = error === undefined ? { value: value ?? null } : { error, text: text ?? null }
    return compareRow(
      expected,
      orError(() => ({ value: expanded(row) })),
    )
  })
}

function expanded({ field, spec, from_string: line, kwargs }: ValueObject): Value {
  if (line !== undefined) return described(crontabFromString(textOf(line)))
  if (field === undefined) return crontabRepr(crontab(fieldsOf(kwargs)))
  return membersOf(crontab({ [textOf(field)]: spec ?? null }), textOf(field))
}

function described(found: Crontab): Value {
  return {
    repr: crontabRepr(found),
    minute: found.minute,
    hour: found.hour,
    dow: found.dayOfWeek,
    // Of these the table has how many there are.
    dom: found.dayOfMonth.length,
    moy: found.monthOfYear.length,
  }
}

function membersOf(found: Crontab, field: string): Value {
  switch (field) {
    case 'minute':
      return found.minute
    case 'hour':
      return found.hour
    case 'day_of_week':
      return found.dayOfWeek
    case 'day_of_month':
      return found.dayOfMonth
    default:
      return found.monthOfYear
  }
}

/** `is_due` of crontabs at moments in time zones. */
export const crontabIsDueTable: TableChecker = ({ rows }) =>
  answerEach(rows, ['is_due', 'next_seconds', 'remaining'], (row) => {
    const [found, zone] = [crontab(fieldsOf(row['crontab'])), zoneOf(row)]
    const last = inUtc(momentOf(row['last_run_utc']))
    const now = inUtc(momentOf(row['now_utc']))
    const deadline = numberOf(row['deadline'])
    const due = crontabIsDue(found, last, now, zone, deadline === null ? null : seconds(deadline))
    const answer = { is_due: due.isDue, next_seconds: float(due.next) }
    // Rows with a deadline were recorded without it.
    if (deadline !== null) return answer
    return { ...answer, remaining: float(crontabRemaining(found, last, now, zone)) }
  })

/** The next moments of crontabs, one after the other. */
export const crontabNextTable: TableChecker = ({ rows }) =>
  answerEach(rows, ['next_utc'], (row) => {
    const [found, zone] = [crontab(fieldsOf(row['crontab'])), zoneOf(row)]
    const moments: Value[] = []
    let now = momentOf(row['from_utc'])
    for (let step = 0; step < STEPS; step += 1) {
      const remaining = crontabRemaining(found, inUtc(now), inUtc(now), zone)
      now += remaining > 0 ? remaining : NUDGE
      moments.push(remaining > 0 ? toIso(now) : { remaining: float(remaining) })
    }
    return { next_utc: moments }
  })

/** `is_due` and repr of intervals. */
export const intervalIsDueTable: TableChecker = ({ rows }) =>
  answerEach(rows, ['is_due', 'next_seconds', 'remaining', 'repr', 'human'], (row) => {
    const { repr_every: shown, every, relative, last_run_utc: lastRun, seconds_since: since } = row
    if (shown !== undefined) {
      const interval = { every: lengthOf(shown), relative: false }
      return { repr: intervalRepr(interval), human: humanSeconds(interval.every) }
    }
    const interval = { every: lengthOf(every), relative: relative === true }
    const last = momentOf(lastRun)
    const now = last + lengthOf(since)
    const due = intervalIsDue(interval, last, now, zoneOf(row))
    return {
      is_due: due.isDue,
      next_seconds: float(due.next),
      remaining: float(intervalRemaining(interval, last, now, zoneOf(row))),
    }
  })

/** Compares the fields that are a row's answer with what `answer` makes of the row. */
async function answerEach(
  rows: readonly ValueObject[],
  fields: readonly string[],
  answer: (row: ValueObject) => Value,
): Promise<readonly (string | null)[]> {
  const recorded = [...fields, 'error', 'text']
  return Promise.resolve(
    rows.map((row) => {
      const expected = Object.entries(row).filter(([key]) => recorded.includes(key))
      return compareRow(
        Object.fromEntries(expected),
        orError(() => answer(row)),
      )
    }),
  )
}

function orError(work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    return errorOf(error)
  }
}

/** Lists are sets in the tables of schedules: JSON has none. */
function fieldsOf(kwargs: Value | undefined): Partial<CrontabFields> {
  const given = isObject(kwargs) ? kwargs : {}
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, isList(value) ? { $set: value } : value]),
  )
}

function momentOf(text: Value | undefined): Micros {
  const moment = fromIso(textOf(text))
  if (moment === null) throw new Error(`${textOf(text)} is no moment`)
  return moment
}

function zoneOf({ timezone }: ValueObject): Zone {
  const name = timezone === undefined ? 'UTC' : textOf(timezone)
  const zone = zoneNamed(name)
  if (zone === null) throw new Error(`there is no time zone ${name}`)
  return zone
}

const inUtc = (at: Micros): Aware => ({ at, zone: UTC })

const lengthOf = (value: Value | undefined): Micros => seconds(numberOf(value) ?? 0)

/** Seconds as Python writes a float. */
function float(length: Micros): Value {
  const text = String(toSeconds(length))
  return { $num: /^-?\d+$/.test(text) ? `${text}.0` : text }
}
