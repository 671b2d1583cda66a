/** Why an autoscaler wants so many pods, and why a pod comes or goes. */
import type { FactDetails } from '../../../simulator/index.ts'
import type { Inquiry } from './inquiry.ts'
import { clusterLine } from './where-set.ts'

const UNITS = { cpu: '%', queue: 'messages a pod', age: 's' } as const
const METRICS = { cpu: 'CPU', queue: 'messages', age: 'the age of the oldest message' } as const

/** What the autoscaler aims at, and what kept it from going further. */
export function explainDecision(inquiry: Inquiry, row: number): void {
  const { log, sources } = inquiry
  const decided: FactDetails['autoscaler-decided'] = log.detail(row, 'autoscaler-decided')
  const { metric, target, recommended, desired } = decided
  const slots = { target: `${String(target)} ${UNITS[metric]}`, metric: METRICS[metric] }
  inquiry.add('target', slots, { at: clusterLine(sources, 'target'), rule: 'autoscaler' })
  if (recommended === desired) return
  const numbers = { recommended: String(recommended), desired: String(desired) }
  const most = recommended > desired && boundOf(inquiry, 'max') === desired
  if (most) inquiry.add('bounds/most', numbers, { at: clusterLine(sources, 'max') })
  else inquiry.add('bounds/window', numbers, { at: clusterLine(sources, 'window') })
}

/** A bound as the cluster's file has it; null where it has none. */
function boundOf({ sources }: Inquiry, field: string): number | null {
  const text = sources.find(({ path }) => path === 'cluster.yaml')?.text ?? ''
  const found = new RegExp(`(?:^|[\\s{,])${field}:\\s*(\\d+)`, 'u').exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

/** What brought a pod here, or ended it. */
export function explainPod(inquiry: Inquiry, row: number): void {
  const { log, sources } = inquiry
  const { phase, killed } = log.detail(row, 'pod-changed')
  if (phase === 'gone' && killed !== undefined) {
    inquiry.add('grace-over', {}, { at: clusterLine(sources, 'grace'), rule: 'pods' })
    return
  }
  if (phase !== 'pulling' && phase !== 'terminating') return
  const decided = inquiry.before(row, (at) => {
    if (log.kindAt(at) !== 'autoscaler-decided') return false
    const { current, desired } = log.detail(at, 'autoscaler-decided')
    return phase === 'pulling' ? desired > current : desired < current
  })
  if (decided < 0) return
  inquiry.fact(decided, null, 0)
  explainDecision(inquiry, decided)
}
