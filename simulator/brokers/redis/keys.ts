/**
 * The step of a priority: the largest one not above it, after clamping to 0..9 (rule 2.21). Below the first
 * step kombu's search ends at the last.
 */
export function stepOf(steps: readonly number[], priority: number): number {
  const clamped = Math.max(0, Math.min(9, priority))
  const found = steps.findLastIndex((step) => step <= clamped)
  return found < 0 ? steps.length - 1 : found
}
