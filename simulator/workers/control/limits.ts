import { asText, isTruthy, type Json } from '../../messages/json.ts'
import { isPythonError, orPythonError } from '../../messages/python-error.ts'
import { rate } from '../../messages/rates.ts'
import { pyrepr } from '../../messages/repr.ts'
import { resetBuckets } from '../rate-limits.ts'
import { type Called, type Command, ok, refusal, raised, say } from './command.ts'

/** `rate_limit`: all buckets of the worker start anew (rules 3.23, 3.67). */
const rateLimit: Command = (called) => {
  const { world, worker, main, args } = called
  const task = asText(args['task_name'])
  const limit = args['rate_limit'] ?? null
  const read = orPythonError(() => ({ perSecond: rate(limit) }))
  if (isPythonError(read)) {
    const { type, message } = read.error
    if (type !== 'builtins.ValueError') return raisedKey(called, message)
    return refusal(`Invalid rate limit string: ValueError(${pyrepr(message)})`)
  }
  if (main.app.tasks[task] === undefined) return unknown(called, 'Rate limit attempt', task)
  worker.tuning.rates[task] = limit
  resetBuckets(world, worker)
  if (!isTruthy(limit)) {
    say(called, 'INFO', `Rate limits disabled for tasks of type ${task}`)
    return ok('rate limit disabled successfully')
  }
  say(called, 'INFO', `New rate limit for tasks of type ${task}: ${shown(limit)}.`)
  return ok('new rate limit set successfully')
}

/** The message of a KeyError is the key's repr already. */
const raisedKey = (called: Called, message: string): Json =>
  raised(called, 'KeyError', message.replace(/^['"]|['"]$/g, ''))

const shown = (value: Json): string => (typeof value === 'string' ? value : pyrepr(value))

function unknown(called: Called, what: string, task: string): Json {
  const line = `celery.exceptions.NotRegistered: ${pyrepr(task)}`
  say(
    called,
    'ERROR',
    `${what} for unknown task ${task}\nTraceback (most recent call last):\n${line}`,
  )
  return refusal('unknown task')
}

/** `time_limit` says it is done and changes nothing: documented otherwise (recorded in control_time_limit). */
const timeLimit: Command = (called) => {
  const { world, main, args } = called
  const task = asText(args['task_name'])
  if (main.app.tasks[task] === undefined) return unknown(called, 'Change time limit attempt', task)
  const soft = pyrepr(args['soft'] ?? null)
  const hard = pyrepr(args['hard'] ?? null)
  say(called, 'INFO', `New time limits for tasks of type ${task}: soft=${soft} hard=${hard}`)
  world.note(
    main,
    'Real Celery answers that the new time limits are set, but tasks go on with the old ones. So do tasks here.',
    '3.67',
  )
  return ok('time limits set successfully')
}

/** Commands that change limits of a task. */
export const LIMIT_COMMANDS = {
  rate_limit: rateLimit,
  time_limit: timeLimit,
} as const satisfies { readonly [method: string]: Command }
