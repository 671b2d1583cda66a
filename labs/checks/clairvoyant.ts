import type { Micros } from '../../simulator/index.ts'
import type { RunRecord } from './run-record.ts'

/** The plan of somebody who knows the day: so many pods in each block. */
export interface Plan {
  readonly block: Micros
  readonly pods: readonly number[]
  /** Pods times microseconds. */
  readonly cost: number
}

interface Job {
  readonly published: Micros
  readonly runtime: Micros
}

/**
 * The plan of somebody who knows beforehand when each task comes and how long it runs: for each block of
 * time the fewest pods, and at least one, with which no more than 5 of 100 of its tasks wait `limit` or
 * longer. Its pods are there at once and cost nothing else, so no autoscaler comes below it for long.
 */
export function clairvoyantPlan(run: RunRecord, block: Micros, limit: Micros): Plan {
  const slots = Math.max(1, run.workers[0]?.processes ?? 1)
  const jobs = run.tasks
    .map(({ published, runtime }) => ({ published, runtime: runtime ?? 0 }))
    .toSorted((a, b) => a.published - b.published)
  const pods: number[] = []
  let free: readonly Micros[] = []
  let next = 0
  for (let start = 0; start < run.end; start += block) {
    const first = next
    while ((jobs[next]?.published ?? Number.POSITIVE_INFINITY) < start + block) next += 1
    const busy = free.filter((time) => time > start).toSorted((a, b) => a - b)
    const best = fewest(jobs.slice(first, next), busy, start, slots, limit)
    pods.push(best.pods)
    free = best.free
  }
  return { block, pods, cost: pods.reduce((sum, count) => sum + count, 0) * block }
}

/** The fewest pods for the jobs of a block, and when their processes are free afterwards. */
function fewest(
  jobs: readonly Job[],
  busy: readonly Micros[],
  start: Micros,
  slots: number,
  limit: Micros,
): { readonly pods: number; readonly free: readonly Micros[] } {
  const mayBeLate = Math.floor(jobs.length * 0.05)
  for (let pods = 1; ; pods += 1) {
    const idle = Math.max(0, pods * slots - busy.length)
    const all = [...Array.from({ length: idle }, () => start), ...busy]
    // What still runs in processes that are one too many comes to its end there.
    const free = all.slice(0, pods * slots)
    if (lateJobs(jobs, free, limit) <= mayBeLate)
      return { pods, free: [...free, ...all.slice(pods * slots)] }
  }
}

/** Runs jobs in the order they come, each in the process that is free first; how many waited too long. */
function lateJobs(jobs: readonly Job[], free: Micros[], limit: Micros): number {
  let late = 0
  for (const { published, runtime } of jobs) {
    const slot = earliest(free)
    const begin = Math.max(published, free[slot] ?? published)
    if (begin - published >= limit) late += 1
    free[slot] = begin + runtime
  }
  return late
}

function earliest(free: readonly Micros[]): number {
  let first = 0
  for (let at = 1; at < free.length; at++) if ((free[at] ?? 0) < (free[first] ?? 0)) first = at
  return first
}
