import { BROKERS } from '../../../simulator/index.ts'
import { isList, numberOf, textOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { compareRow, inPython } from './evaluate.ts'
import type { TableChecker } from './table.ts'

const QUEUE = {
  name: 'celery',
  arguments: {},
  durable: true,
  autoDelete: false,
  exclusive: false,
  levels: [],
  cursor: 0,
  unacked: 0,
  state: 0,
}

const inPythonOnly: TableChecker = inPython({
  asks: ['compare', 'set', 'humanize_seconds', 'nodename'],
  prelude: `from celery import states
from celery.utils import nodenames
from celery.utils.time import humanize_seconds


def answer(row):
    if 'compare' in row:
        a, b = row['compare']
        return {'gt': states.state(a) > states.state(b), 'lt': states.state(a) < states.state(b),
                'precedence': [states.precedence(a), states.precedence(b)]}
    if 'set' in row:
        return {'members': sorted(getattr(states, row['set']))}
    if 'humanize_seconds' in row:
        seconds = row['humanize_seconds']
        return {'text': humanize_seconds(seconds), 'prefixed': humanize_seconds(seconds, prefix='in', sep=' ')}
    name = row['nodename']
    return {'host_format': {'value': nodenames.host_format(name, host='box.example.com', name='w1')},
            'split': list(nodenames.nodesplit(name))}
`,
})

/** Odds and ends: states, durations in words and node names in Python; priorities and topics in the broker. */
export const miscTable: TableChecker = async (table, sandbox) => {
  const byBroker = table.rows.map(brokerAnswer)
  const rows = table.rows.filter((_, index) => byBroker[index] === null)
  const inPythonRows = await inPythonOnly({ ...table, rows }, sandbox)
  let next = 0
  return table.rows.map((row, index) => {
    const answer = byBroker[index] ?? null
    return answer === null ? (inPythonRows[next++] ?? null) : compareRow(answersOf(row), answer)
  })
}

function answersOf({ step, list_key: key, match }: ValueObject): Value {
  return step === undefined ? { match: match ?? null } : { step, list_key: key ?? null }
}

const bindingOf = (row: ValueObject) =>
  ({
    exchange: 'e',
    routingKey: textOf(row['redis_topic']),
    destination: 'q',
    to: 'queue',
    arguments: {},
  }) as const

/** What the simulated Redis says; null where the row is not about it. */
function brokerAnswer(row: ValueObject): ValueObject | null {
  const { redis } = BROKERS
  if ('redis_topic' in row)
    return { match: redis.matches('topic', bindingOf(row), textOf(row['key']), {}) }
  if (!('redis_priority' in row)) return null
  const priority = numberOf(row['redis_priority'])
  if (priority === null) return { error: 'NotSimulated', text: 'a priority that is no number' }
  const given = row['steps']
  const steps = isList(given) ? given.map((one) => numberOf(one) ?? 0) : []
  const settings = { broker_transport_options: { priority_steps: steps } }
  const step = steps[redis.level(QUEUE, priority, settings)] ?? 0
  return { step, list_key: step === 0 ? 'celery' : `celery\u0006\u0016${step}` }
}
