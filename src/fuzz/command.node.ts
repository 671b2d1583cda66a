import { readFileSync } from 'node:fs'
import type { FuzzCase } from './case.ts'
import { drawCase } from './draw.ts'
import { type Finding, fuzz, OF_PROGRAMS } from './fuzz.ts'
import { tryCase } from './try.ts'

const USAGE = `npm run fuzz -- [--seeds N] [--from S]   tries N seeds (1000), the first of them S (0)
npm run fuzz -- --seed S                 tries one seed and prints its case
npm run fuzz -- --case FILE              tries the case in a file, such as a shrunken one`

/** How many findings end a run of the fuzzer: each takes a while to be made smaller. */
const MOST = 5

/** In so many seeds every kind of fact and fault has to happen. */
const ENOUGH = 10_000

type Print = (line: string) => void

const ofPrograms: ReadonlySet<string> = new Set(OF_PROGRAMS)

/** The command line of the fuzzer; gives the exit code. */
export function runFuzz(argv: readonly string[], print: Print): number {
  const read = readArguments(argv)
  if (typeof read === 'string') {
    print(read)
    return 2
  }
  if (read.one !== null) return tryOne(read.one, print)
  const began = performance.now()
  const { seeds, facts, faults, findings } = fuzz({ ...read, most: MOST })
  const seconds = (performance.now() - began) / 1000
  table('facts', facts, print)
  table('faults', faults, print)
  print(`${seeds} seeds in ${seconds.toFixed(1)} s, ${Math.round(seeds / seconds)} a second`)
  for (const finding of findings) tell(finding, print)
  const never = [...facts, ...faults]
    .filter(([name, count]) => count === 0 && !ofPrograms.has(name))
    .map(([name]) => name)
  const enough = seeds >= ENOUGH
  if (never.length > 0) {
    const want = enough ? 'and should have' : `${ENOUGH} seeds should have them all`
    print(`never happened: ${never.join(', ')}; ${want}`)
  }
  print(`${findings.length} ${findings.length === 1 ? 'violation' : 'violations'}`)
  return findings.length > 0 || (enough && never.length > 0) ? 1 : 0
}

interface Arguments {
  readonly seeds: number
  readonly from: number
  readonly one: FuzzCase | null
}

/** What is asked for; a text says what is wrong with it. */
function readArguments(argv: readonly string[]): Arguments | string {
  const values = new Map<string, string>()
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i] ?? ''
    const value = argv[i + 1]
    if (!['--seeds', '--from', '--seed', '--case'].includes(name) || value === undefined)
      return `${name} is not understood.\n${USAGE}`
    if (name !== '--case' && !/^\d+$/.test(value))
      return `${name} needs a whole number, not "${value}".\n${USAGE}`
    values.set(name, value)
  }
  const [seed, file] = [values.get('--seed'), values.get('--case')]
  const one =
    seed !== undefined
      ? drawCase(Number(seed))
      : file !== undefined
        ? (JSON.parse(readFileSync(file, 'utf8')) as FuzzCase)
        : null
  return {
    seeds: Number(values.get('--seeds') ?? 1000),
    from: Number(values.get('--from') ?? 0),
    one,
  }
}

function tryOne(one: FuzzCase, print: Print): number {
  const { violations, log } = tryCase(one)
  print(JSON.stringify(one))
  print(`${log?.length ?? 0} facts, hash ${log?.hash() ?? 'none'}`)
  for (const { invariant, sentence } of violations) print(`${invariant}: ${sentence}`)
  print(`${violations.length} ${violations.length === 1 ? 'violation' : 'violations'}`)
  return violations.length > 0 ? 1 : 0
}

function table(what: string, counts: ReadonlyMap<string, number>, print: Print): void {
  print(`${what}:`)
  for (const [name, count] of counts) print(`  ${name.padEnd(24)} ${String(count).padStart(10)}`)
}

function tell({ seed, violation, smallest }: Finding, print: Print): void {
  print(`seed ${seed}: ${violation.invariant}: ${violation.sentence}`)
  print(`  replay: npm run fuzz -- --seed ${seed}`)
  print(`  smallest case, for --case: ${JSON.stringify(smallest)}`)
}
