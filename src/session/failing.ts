/** The run of a lab in which a check failed, in an address: whose files, and which seed. */
import type { Micros } from '../../simulator/index.ts'
import type { Bench } from './bench.ts'
import type { TextFile } from './files.ts'
import { decode, encode, fingerprint, isFields, isSeed } from './shared.ts'

const MOST_FILES = 50

/** What such a link carries. */
export interface Failing {
  /** Those that differ from the lab's own, or may. */
  readonly files: readonly TextFile[]
  readonly seed: number
  /** When it fails. */
  readonly time: Micros
}

/** The part of an address after `#/lab/<slug>/failing/`. */
export const encodeFailing = (failing: Failing): Promise<string> => encode(failing)

/** Reads what a link carries; rejects with a sentence for the learner. */
export const decodeFailing = (code: string): Promise<Failing> => decode(code, failingOf)

/** The lab's bench with these files and this seed; what is kept of it lies beside the learner's own work. */
export function failingBench(bench: Bench, { files, seed }: Failing, code: string): Bench {
  const given = new Map(files.map(({ path, text }) => [path, text]))
  return {
    ...bench,
    id: `failing-${bench.id}-${fingerprint(code)}`,
    lab: bench.id,
    seed,
    // Files of the lab stay the lab's, and no others come in.
    starter: bench.starter.map(({ path, text }) => ({
      path,
      text: bench.locked.has(path) ? text : (given.get(path) ?? text),
    })),
  }
}

function failingOf(read: unknown): Failing | null {
  if (!isFields(read)) return null
  const { seed, time } = read
  const files = filesOf(read['files'])
  if (files === null || !isSeed(seed)) return null
  if (typeof time !== 'number' || !Number.isSafeInteger(time) || time < 0) return null
  return { files, seed, time }
}

function filesOf(read: unknown): readonly TextFile[] | null {
  if (!Array.isArray(read) || read.length > MOST_FILES) return null
  const files: TextFile[] = []
  for (const file of read as readonly unknown[]) {
    if (!isFields(file)) return null
    const { path, text } = file
    if (typeof path !== 'string' || typeof text !== 'string') return null
    files.push({ path, text })
  }
  return files
}
