/** What a branch is, in words. */
import { clockText } from '../../simulator/index.ts'
import type { Branch } from './branch.svelte.ts'

const KINDS = {
  code: 'new code',
  cluster: 'another cluster',
  seed: 'another seed',
  act: 'an act of yours',
} as const

/** Where a branch comes from, and whether more is to come of it. */
export function aboutBranch({ fork, made, over }: Branch): string {
  const going = over ? '' : ' · under way'
  return fork
    ? `${KINDS[fork.kind]}, from ${clockText(fork.at)} on${going}`
    : `from the beginning, seed ${String(made.seed)}${going}`
}
