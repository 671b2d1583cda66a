/** What a sitting says by itself: what an act is called, and why nothing runs. */
import type { Doing } from '../lib/hands/acts.ts'
import type { FileFault } from './bench.ts'

/** An act in a word or two, as a branch is called after it. */
export function titleOf(act: Doing): string {
  if ('fault' in act) return act.fault.replaceAll('-', ' ')
  return `${act.verb} ${act.target}`.trim()
}

/** Why nothing runs: the first fault with its place, or the form, which says the rest at its fields. */
export function refusalOf([first]: readonly FileFault[]): string {
  if (!first)
    return 'The cluster cannot start like this. Mend the fields marked in red, then press Run.'
  const { file, line, sentence } = first
  return line === null ? `${file}: ${sentence}` : `${file}, line ${line}: ${sentence}`
}
