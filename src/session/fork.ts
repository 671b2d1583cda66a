/** What a fork changes: from what the shown run was made of to what is written now. */
import type { Change, ClusterSpec } from '../../simulator/index.ts'
import type { Made } from './made.ts'

/** What is different in a fork, as its name says it. */
export type ForkKind = 'code' | 'cluster' | 'seed' | 'act'

export type Fork =
  | {
      readonly ok: true
      readonly kind: Exclude<ForkKind, 'act'>
      readonly change: Change
      /** Given where the program differs. */
      readonly files: Made['program'] | null
    }
  | { readonly ok: false; readonly sentence: string }

const SAME =
  'Nothing differs from the run that you see. Change the code, the cluster or the seed, then fork; or do something on the stage: that forks by itself.'
const FIXED =
  'In the midst of a run, workers and settings may change. Broker, result store, services, loads and pods stand from the beginning: press Run to see the whole run with yours.'

/** A run made of `made` is to go on as if made of `next`: what has to change, or why it cannot. */
export function forkOf(made: Made, next: Made): Fork {
  const code = !sameProgram(made.program, next.program)
  const cluster = !same(made.cluster, next.cluster)
  const seed = made.seed !== next.seed
  if (!code && !cluster && !seed) return { ok: false, sentence: SAME }
  if (!same(fixed(made.cluster), fixed(next.cluster))) return { ok: false, sentence: FIXED }
  const change: Change = {
    ...(seed ? { seed: next.seed } : {}),
    ...(cluster ? { workers: next.cluster.workers, settings: next.cluster.settings ?? {} } : {}),
    ...(code || cluster ? { deploy: code ? 'code' : 'cluster' } : {}),
  }
  const kind = code ? 'code' : cluster ? 'cluster' : 'seed'
  return { ok: true, kind, change, files: code ? next.program : null }
}

/** All of a cluster that a run cannot change on its way. */
function fixed({ workers: _workers, settings: _settings, ...rest }: ClusterSpec): object {
  return rest
}

const same = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other)

function sameProgram(one: Made['program'], other: Made['program']): boolean {
  const paths = Object.keys(one)
  return (
    paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path])
  )
}
