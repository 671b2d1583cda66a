import type { BrokerName, WorkerSpec } from '../../simulator/index.ts'
import { parseClusterSpec } from '../../simulator/index.ts'

/** What `sandbox run` was told. */
export interface SandboxArguments {
  readonly file: string
  readonly broker: BrokerName
  readonly workers: readonly WorkerSpec[]
  readonly seed: number
  /** Where to write the log as JSON; null for nowhere. */
  readonly json: string | null
}

export type ParsedArguments =
  | { readonly ok: true; readonly arguments: SandboxArguments }
  | { readonly ok: false; readonly problem: string }

export const USAGE = [
  'Usage: npm run sandbox -- run FILE.py [--broker redis|rabbitmq|memory|sqs] [--worker "w1 -c 2 -Q a,b"]... [--seed N] [--json OUT]',
  '',
  'Runs a program and prints its results and its log. Without --worker there is one worker, w1 -c 2.',
].join('\n')

const fail = (problem: string): ParsedArguments => ({ ok: false, problem })

/** Reads the command line of the sandbox. */
export function parseSandboxArguments(argv: readonly string[]): ParsedArguments {
  const [command, file, ...rest] = argv
  if (command !== 'run') return fail(`Unknown command: ${command ?? '(none)'}. There is one: run.`)
  if (file === undefined || !file.endsWith('.py'))
    return fail('Which file? Name a .py file after run.')
  const flags = new Map<string, string[]>()
  for (let i = 0; i < rest.length; i += 2) {
    const flag = rest[i] ?? ''
    const value = rest[i + 1]
    if (!['--broker', '--worker', '--seed', '--json'].includes(flag))
      return fail(`No such option: ${flag}`)
    if (value === undefined) return fail(`Option ${flag} needs a value.`)
    flags.set(flag, [...(flags.get(flag) ?? []), value])
  }
  const seed = Number(flags.get('--seed')?.at(-1) ?? '1')
  if (!Number.isSafeInteger(seed) || seed < 0) return fail('The seed is a whole number, 0 or more.')
  const cluster = parseClusterSpec({
    broker: flags.get('--broker')?.at(-1) ?? 'redis',
    workers: (flags.get('--worker') ?? ['w1 -c 2']).map(workerOf),
  })
  if (!cluster.ok)
    return fail(cluster.problems.map(({ path, sentence }) => `${path}: ${sentence}`).join('\n'))
  const { broker, workers } = cluster.spec
  return {
    ok: true,
    arguments: { file, broker, workers, seed, json: flags.get('--json')?.at(-1) ?? null },
  }
}

/** `w1 -c 2 -Q a,b`: the name, then the options as on Celery's own command line. */
function workerOf(text: string): { readonly name: string; readonly options: string } {
  const [name = '', ...options] = text.trim().split(/\s+/)
  return { name, options: options.join(' ') }
}
