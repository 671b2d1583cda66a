import { type ClusterSpec, parseClusterSpec } from '../simulator/index.ts'
import type { Field } from './yaml-field.ts'

/** A policy that is never run: the learner's takes its place. */
const NO_POLICY = { kind: 'horizontal', metric: 'cpu', target: 70, max: 50 }

/** Reads what the lab fixes of its cluster: broker and backend, and where it has them modelled tasks and pods. */
export function readCluster(field: Field): ClusterSpec {
  const fields = field.record({
    required: ['broker', 'backend', 'app'],
    optional: ['settings', 'services', 'tasks', 'load', 'pods'],
  })
  const { pods, ...value } = valuesOf(fields)
  const autoscaler = pods === undefined ? {} : { autoscaler: { policy: NO_POLICY, pods } }
  const parsed = parseClusterSpec({ ...value, ...autoscaler })
  if (parsed.ok) return parsed.spec
  for (const { path, sentence } of parsed.problems) {
    const key = path.replace(/^autoscaler\.pods/u, 'pods').split(/[.[]/u)[0] ?? ''
    const blamed = fields.get(key) ?? field
    blamed.report(path === key ? sentence : `${path}: ${sentence}`)
  }
  return { broker: 'redis', backend: 'redis', app: 'tasks', workers: [] }
}

const valuesOf = (fields: ReadonlyMap<string, Field>): { readonly [key: string]: unknown } =>
  Object.fromEntries([...fields].map(([key, one]) => [key, one.value()]))
