import type { BenchStorage } from 'vitest'

/** Says how many times faster one is than the other in this run, and what one of its `steps` costs. */
export function reportRatio<Name extends string>(
  result: BenchStorage<Name>,
  fast: Name,
  slow: Name,
  steps: number,
): void {
  // The least disturbed round: on a shared machine means and medians jump.
  const times = [fast, slow].map((name) => result.get(name).latency.min)
  const [quick, long] = times as [number, number]
  const nanoseconds = (quick * 1e6) / steps
  console.log(
    `${fast} / ${slow}: ${(long / quick).toFixed(1)} times, ${nanoseconds.toFixed(0)} ns a step`,
  )
}
