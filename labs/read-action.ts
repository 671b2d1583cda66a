import {
  type Action,
  type ClusterSpec,
  parseAction,
  parsePlan,
  type Planned,
  type Problem,
} from '../simulator/index.ts'
import type { Field } from './yaml-field.ts'

/** Orders and faults alike, read as everywhere; what is wrong is told at its line. */
export function readAction(field: Field, cluster: ClusterSpec): readonly Action[] {
  const problems: Problem[] = []
  const action = parseAction(field.value(), cluster, '', problems)
  for (const { path, sentence } of problems) field.at(path).report(sentence)
  return action === null || problems.length > 0 ? [] : [action]
}

/** When something happens, as an action says it: `{ at: 5 }`, `{ on: { effect: service }, after: 1 }`. */
export function readPlan(field: Field, cluster: ClusterSpec): Planned | null {
  const problems: Problem[] = []
  const plan = parsePlan(field.value(), cluster, '', problems)
  for (const { path, sentence } of problems) field.at(path).report(sentence)
  return problems.length > 0 ? null : plan
}
