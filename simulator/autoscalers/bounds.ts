import type { PolicySpec, ScaleRules } from '../cluster/autoscaler-spec.ts'
import { seconds } from '../kernel/units.ts'
import type { AutoscalerMemory } from '../world/scaling-state.ts'

/**
 * From what the metric asks for to what is asked for (from documentation:
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior):
 * of the recommendations in the window the most careful one, no faster than the policies, within min and max.
 */
export function bounded(
  spec: PolicySpec,
  memory: AutoscalerMemory,
  now: number,
  current: number,
  recommended: number,
): number {
  remember(spec, memory, now, recommended)
  const wanted = stabilised(spec, memory, now, current)
  const paced = wanted > current ? Math.min(wanted, mostUp(spec.up, memory, now, current)) : wanted
  const held = paced < current ? Math.max(paced, leastDown(spec.down, memory, now, current)) : paced
  return Math.max(Math.max(1, spec.min), Math.min(spec.max, held))
}

function remember(
  { up, down }: PolicySpec,
  { recommendations, changes }: AutoscalerMemory,
  now: number,
  pods: number,
): void {
  recommendations.push({ at: now, pods })
  const window = seconds(Math.max(up.window, down.window))
  while ((recommendations[0]?.at ?? now) < now - window) recommendations.shift()
  const period = seconds(Math.max(up.period, down.period))
  while ((changes[0]?.at ?? now) <= now - period) changes.shift()
}

/** More pods only where the whole window asked for more; fewer only where all of it asked for fewer. */
function stabilised(
  { up, down }: PolicySpec,
  { recommendations }: AutoscalerMemory,
  now: number,
  current: number,
): number {
  const within = (window: number): readonly number[] =>
    recommendations.filter(({ at }) => at >= now - seconds(window)).map(({ pods }) => pods)
  const atLeast = Math.min(...within(up.window))
  const atMost = Math.max(...within(down.window))
  return Math.min(Math.max(current, atLeast), atMost)
}

/** Pods at the start of a period, before what changed in it in one direction. */
function atStart(
  { changes }: AutoscalerMemory,
  since: number,
  current: number,
  sign: 1 | -1,
): number {
  const changed = changes.filter(({ at, by }) => at > since && by * sign > 0)
  return current - changed.reduce((sum, { by }) => sum + by, 0)
}

function mostUp(rules: ScaleRules, memory: AutoscalerMemory, now: number, current: number): number {
  const start = atStart(memory, now - seconds(rules.period), current, 1)
  const limits = [
    ...(rules.pods === null ? [] : [start + rules.pods]),
    ...(rules.percent === null ? [] : [Math.ceil(start * (1 + rules.percent / 100))]),
  ]
  return limits.length === 0 ? Number.POSITIVE_INFINITY : Math.max(current, ...limits)
}

function leastDown(
  rules: ScaleRules,
  memory: AutoscalerMemory,
  now: number,
  current: number,
): number {
  const start = atStart(memory, now - seconds(rules.period), current, -1)
  const limits = [
    ...(rules.pods === null ? [] : [start - rules.pods]),
    ...(rules.percent === null ? [] : [Math.floor(start * (1 - rules.percent / 100))]),
  ]
  return limits.length === 0 ? 0 : Math.min(current, ...limits)
}
