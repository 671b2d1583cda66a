import { describe, expect, it } from 'vitest'
import { readBeatOptions } from '../../beat/options.ts'
import { toNumber } from '../../messages/json.ts'
import { parseWorkerOptions } from '../worker-options.ts'
import recorded from './recorded.json' with { type: 'json' }

interface Row {
  readonly command: string
  readonly argv: readonly string[]
  readonly error?: string
  readonly options?: { readonly [name: string]: unknown }
}

/** Words as one line that a shell would split into them again. */
const lineOf = (argv: readonly string[]): string => argv.map((word) => `'${word}'`).join(' ')

/** Celery falls over while it builds this message; what it meant to say is as good as it gets. */
const MEANT: { readonly [error: string]: string } = {
  "AttributeError(\"'list' object has no attribute 'join'\")":
    "Invalid value for '--autoscale': Expected two comma separated integers.",
}

const POOL_MODULES: { readonly [name: string]: string } = { threads: 'thread' }

function worker({ argv, error, options = {} }: Row): void {
  const parsed = parseWorkerOptions(lineOf(argv))
  if (error !== undefined) {
    expect(parsed).toEqual({ ok: false, problem: MEANT[error] ?? error })
    return
  }
  expect(parsed.ok).toBe(true)
  if (!parsed.ok) return
  const { options: own } = parsed
  const positive = (name: string): unknown => {
    const value = options[name]
    return typeof value === 'number' && value > 0 ? value : null
  }
  expect(own.concurrency).toBe(positive('concurrency'))
  expect(own.queues).toEqual(((options['queues'] ?? []) as string[]).filter((one) => one !== ''))
  expect(own.excludeQueues).toEqual(options['exclude_queues'] ?? [])
  if (options['detach'] !== true) expect(POOL_MODULES[own.pool] ?? own.pool).toBe(options['pool'])
  expect(own.autoscale && [own.autoscale.max, own.autoscale.min]).toEqual(
    options['autoscale'] ?? null,
  )
  expect(own.maxTasksPerChild).toBe(positive('max_tasks_per_child'))
  expect(own.maxMemoryPerChild).toBe(positive('max_memory_per_child'))
  expect(toNumber(own.timeLimit)).toBe(options['time_limit'] ?? null)
  expect(toNumber(own.softTimeLimit)).toBe(options['soft_time_limit'] ?? null)
  expect(own.purge).toBe(options['purge'] ?? false)
  expect(own.events).toBe(options['task_events'] ?? false)
}

function beat({ argv, error, options = {} }: Row): void {
  const read = readBeatOptions(lineOf(argv))
  if (error !== undefined) expect(read).toEqual({ ok: false, problem: error })
  else {
    expect(read.ok).toBe(true)
    const interval = options['max_interval']
    if (read.ok)
      expect(read.options.maxInterval).toBe(
        typeof interval === 'number' && interval > 0 ? interval * 1_000_000 : null,
      )
  }
}

describe('the command line answers as real Celery was recorded to', () => {
  it.each(recorded.rows as readonly Row[])('celery $command $argv', (row) => {
    if (row.command === 'beat') beat(row)
    else worker(row)
  })
})
