import type { Log } from '../../../simulator/index.ts'
import { isList, isObject } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { compareRow, evaluate, questions, returnedBy, runRows } from './evaluate.ts'
import { namedLike } from './ids.ts'
import type { TableChecker } from './table.ts'

/** The tasks and helpers that the expressions name. */
const TASKS = `import json
from celery import Celery, chain, chord, group, signature

app = Celery('tasks', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')


@app.task(name='tasks.add')
def add(x, y=0, *args, **kwargs):
    return x + y


@app.task(name='tasks.mul')
def mul(x, y=0, *args, **kwargs):
    return x * y


@app.task(name='tasks.tsum')
def tsum(numbers, *args, **kwargs):
    return sum(numbers)


@app.task(name='tasks.cleanup')
def cleanup(*args, **kwargs):
    pass


@app.task(name='tasks.bad')
def bad(*args, **kwargs):
    raise ValueError('bad')


def linked(sig, *callbacks):
    for callback in callbacks:
        sig.link(callback)
    return sig


def stamped(sig, **headers):
    sig.stamp(**headers)
    return sig


def plain(value):
    return json.loads(json.dumps(value))
`

/** Type, repr and JSON of signatures. */
export const canvasJsonTable: TableChecker = expressions(`${TASKS}

def answer(row):
    value = eval(row['expression'])
    return {'type': type(value).__name__, 'repr': repr(value), 'json': plain(value)}
`)

/** Result objects of frozen signatures, and the signatures afterwards. */
export const canvasFreezeTable: TableChecker = expressions(`${TASKS}

def answer(row):
    sig = eval(row['expression'])
    result = sig.freeze()
    return {'result': tree(result), 'json': plain(sig)}


def tree(result):
    found = {'type': type(result).__name__, 'id': result.id}
    if getattr(result, 'results', None) is not None:
        found['results'] = [tree(each) for each in result.results]
    if result.parent is not None:
        found['parent'] = tree(result.parent)
    return found
`)

/** The messages that a canvas publishes at once. */
export const canvasPublishedTable: TableChecker = async (table, sandbox) => {
  const log = await runRows(
    `${TASKS}

def answer(row):
    sig = eval(row['expression'].removesuffix('.apply_async()'))
    return {'returns': type(sig.apply_async()).__name__, 'error': None}
`,
    questions(table, ['expression']),
    sandbox,
  )
  const answers = returnedBy(log)
  const messages = messagesByRow(log)
  return table.rows.map(({ row: _row, expression: _expression, ...recorded }, index) => {
    const answer = answers[index]
    const expected = { ...recorded, messages: withPriorities(recorded['messages']) }
    const actual = isObject(answer) ? { ...answer, messages: messages[index] ?? [] } : null
    return compareRow(expected, actual === null ? undefined : namedLike(expected, actual))
  })
}

function expressions(prelude: string): TableChecker {
  return async (table, sandbox) => {
    const answers = await evaluate(prelude, questions(table, ['expression']), sandbox)
    return table.rows.map(({ row: _row, expression: _expression, ...expected }, index) => {
      const answer = answers[index]
      return compareRow(expected, answer === undefined ? undefined : namedLike(expected, answer))
    })
  }
}

/** The program prints `#` and the row's place before each row. */
function messagesByRow(log: Log): readonly (readonly ValueObject[])[] {
  const found: ValueObject[][] = []
  for (let row = 0; row < log.length; row += 1) {
    const entry = log.entry(row)
    if (entry.kind === 'printed' && /^#\d+/.test(entry.detail.text)) found.push([])
    if (entry.kind === 'message-published')
      found.at(-1)?.push(messageOf(entry.detail.message as unknown as ValueObject))
  }
  return found
}

/** No priority and priority 0 are the same to every broker. */
function withPriorities(messages: Value | undefined): Value {
  if (!isList(messages)) return messages ?? null
  return messages.map((message) =>
    isObject(message) ? { ...message, priority: message['priority'] ?? 0 } : message,
  )
}

function messageOf(message: ValueObject): ValueObject {
  const { origin: _origin, ...headers } = isObject(message['headers']) ? message['headers'] : {}
  const { priority, ...properties } = isObject(message['properties']) ? message['properties'] : {}
  const fields: { [field: string]: Value } = {
    exchange: message['exchange'] ?? null,
    routing_key: message['routingKey'] ?? null,
    priority: priority ?? 0,
    headers,
    properties,
    body: message['body'] ?? null,
  }
  return fields
}
