import { buildMessage, fromIso } from '../../../simulator/index.ts'
import { isList, isObject } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { compareRow, evaluate } from './evaluate.ts'
import { errorOf } from './routing.ts'
import type { TableChecker } from './table.ts'

/** Python reads the options as it would for a call; the simulator builds the message. */
const PRELUDE = `import datetime
import zoneinfo
from celery import Celery
from celery._wire import option

app = Celery('tasks', broker='redis://', backend='redis://')


@app.task(name='tasks.add', typing=False)
def add(*args, **kwargs):
    pass


@app.task(name='tasks.mul', typing=False)
def mul(*args, **kwargs):
    pass


@app.task(name='tasks.tsum', typing=False)
def tsum(*args, **kwargs):
    pass


@app.task(name='tasks.bad', typing=False)
def bad(*args, **kwargs):
    pass


class tasks:
    """Signatures as their repr writes them."""
    add, mul, tsum, bad = add.s, mul.s, tsum.s, bad.s


def answer(row):
    if row['bad'] is not None:
        args, kwargs = row['bad']
        add.apply_async(read(args), read(kwargs))
        return {}
    return {'options': {key: option(eval(value)) for key, value in row['options'].items()}}


def read(text):
    return (i for i in [1]) if text.startswith('<generator') else eval(text)
`

const NOW = '2026-05-11T12:00:00+00:00'

/** Names that as_task_v2 has for what callers give under another. */
const OPTION_NAMES: { readonly [name: string]: string } = {
  callbacks: 'link',
  errbacks: 'link_error',
}

/** Headers, properties and body of the messages that options make. */
export const messagesTable: TableChecker = async (table, sandbox) => {
  const asked = table.rows.map(({ as_task_v2: options, as_task_v2_bad: bad }) => ({
    options: options ?? null,
    bad: bad ?? null,
  }))
  const inputs = await evaluate(PRELUDE, asked, sandbox)
  return table.rows.map((row, index) => {
    const { value, error, text } = row
    const input = inputs[index]
    if (error !== undefined) return compareRow({ error, text: text ?? null }, input)
    // A row that asks only whether bad arguments are taken shows its body.
    if (isList(value)) return compareRow({}, input)
    return compareRow(value ?? null, built(row, input))
  })
}

function built({ args, kwargs }: ValueObject, input: Value | undefined): Value {
  if (!isObject(input) || !isObject(input['options'])) return input ?? null
  const options = Object.entries(input['options'])
    // as_task_v2 itself knows no custom headers: they are added later, on the way to the wire.
    .filter(([key]) => key !== 'headers')
    .map(([key, value]) => [OPTION_NAMES[key] ?? key, value] as const)
  try {
    const message = buildMessage({
      id: 'my-id',
      name: 'tasks.add',
      args: isList(args) ? args : [],
      argsAsList: false,
      kwargs: isObject(kwargs) ? kwargs : {},
      options: Object.fromEntries(options),
      now: fromIso(NOW) ?? 0,
      origin: 'gen@client',
    })
    return { ...(message as unknown as ValueObject), sent_event: {} }
  } catch (error) {
    return errorOf(error)
  }
}
