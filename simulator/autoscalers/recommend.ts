import type { PolicySpec } from '../cluster/autoscaler-spec.ts'
import type { Reading } from './autoscaler.ts'

/**
 * How many pods the metric asks for, before windows and policies (from documentation:
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details):
 * ceil(current pods x metric / target), and no change within the tolerance.
 */
export function recommend(spec: PolicySpec, reading: Reading): number {
  if (spec.metric === 'cpu') return byCpu(spec, reading)
  const { current, value } = reading
  if (value === null) return current
  // A queue is shared by the pods (AverageValue); an age is one for all of them (Value).
  const ratio =
    spec.metric === 'queue' ? value / spec.target / Math.max(1, current) : value / spec.target
  if (isWithin(spec, ratio)) return current
  return up(ratio * Math.max(1, current))
}

/** A quotient that is a hair above a whole number is that number. */
const TINY = 1e-9

const up = (pods: number): number => Math.max(0, Math.ceil(pods - TINY))

const isWithin = ({ tolerance }: PolicySpec, ratio: number): boolean =>
  Math.abs(ratio - 1) <= tolerance + TINY

/**
 * Pods that are not ready are left out; where the others ask for more, they count as idle, and where
 * that turns the answer round nothing changes.
 */
function byCpu(spec: PolicySpec, { current, ready, unready }: Reading): number {
  if (ready.length === 0) return current
  const used = ready.reduce((sum, one) => sum + one, 0)
  const ratio = used / ready.length / spec.target
  if (unready === 0 || ratio <= 1) return isWithin(spec, ratio) ? current : up(ratio * ready.length)
  const all = ready.length + unready
  const careful = used / all / spec.target
  if (isWithin(spec, careful) || careful < 1) return current
  return Math.max(current, up(careful * all))
}
