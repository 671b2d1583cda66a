import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Entry, Log } from '../../simulator/index.ts'
import type { Sources } from '../../src/lib/why/explain.ts'

/** Where the recorded runs lie. */
export const RUNS = path.join(import.meta.dirname, 'runs')

/** Runs of labs with seed 7, from their beginning to a moment. */
export const RECORDED = {
  backoff: { lab: 'flaky-smtp', folder: 'alternatives/autoretry', until: 27 },
  jitter: { lab: 'flaky-smtp', folder: 'wrong/at-once', until: 25 },
  unmended: { lab: 'flaky-smtp', folder: 'starter', until: 183 },
  pauses: { lab: 'flaky-smtp', folder: 'solution', until: 25 },
  lanes: { lab: 'two-lanes', folder: 'starter', until: 160 },
  routed: { lab: 'two-lanes', folder: 'solution', until: 80 },
  counted: { lab: 'wordcount-chord', folder: 'solution', until: 60 },
  early: { lab: 'wordcount-chord', folder: 'wrong/acked-early', until: 4 },
  asking: { lab: 'wordcount-chord', folder: 'starter', until: 3 },
} as const

export type RunName = keyof typeof RECORDED

/** A recorded run: its files, and its facts with names in place of numbers. */
export interface Recorded {
  readonly files: { readonly [path: string]: string }
  readonly facts: readonly Entry[]
}

/** A run as the page has it. */
export interface Told {
  readonly log: Log
  readonly sources: Sources
}

/** Reads a recorded run. */
export function readRun(name: RunName): Told {
  const text = gunzipSync(readFileSync(path.join(RUNS, `${name}.json.gz`))).toString()
  const { files, facts } = JSON.parse(text) as Recorded
  const log = new Log()
  for (const { time, kind, task, actor, cause, detail } of facts)
    log.append(time, kind, task === null ? -1 : log.task(task), log.actor(actor), cause, detail)
  return { log, sources: Object.entries(files).map(([name, text]) => ({ path: name, text })) }
}
