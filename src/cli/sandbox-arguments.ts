import { type ClusterSpec, parseClusterSpec } from '../../simulator/index.ts'
import { parse } from 'yaml'

/** What `sandbox run` was told. */
export interface SandboxArguments {
  readonly file: string
  /** What the command line says of the cluster; it comes before what a file says. */
  readonly broker: string | null
  readonly workers: readonly WorkerWords[] | null
  /** A file that describes the cluster; null: `cluster.yaml` beside the program, if there is one. */
  readonly cluster: string | null
  readonly seed: number
  /** Where to write the log as JSON; null for nowhere. */
  readonly json: string | null
}

interface WorkerWords {
  readonly name: string
  readonly options: string
}

export type ParsedArguments =
  | { readonly ok: true; readonly arguments: SandboxArguments }
  | { readonly ok: false; readonly problem: string }

export const USAGE = [
  'Usage: npm run sandbox -- run FILE.py [--broker redis|rabbitmq|memory|sqs] [--worker "w1 -c 2 -Q a,b"]... [--cluster FILE.yaml] [--seed N] [--json OUT]',
  '',
  'Runs a program and prints its results and its log. The cluster with its services is that of the file cluster.yaml',
  'beside it, where there is one. Where nobody names a worker there is one, w1 -c 2.',
].join('\n')

const FLAGS = ['--broker', '--worker', '--cluster', '--seed', '--json']

const fail = (problem: string): { readonly ok: false; readonly problem: string } => ({
  ok: false,
  problem,
})

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
    if (!FLAGS.includes(flag)) return fail(`No such option: ${flag}`)
    if (value === undefined) return fail(`Option ${flag} needs a value.`)
    flags.set(flag, [...(flags.get(flag) ?? []), value])
  }
  const seed = Number(flags.get('--seed')?.at(-1) ?? '1')
  if (!Number.isSafeInteger(seed) || seed < 0) return fail('The seed is a whole number, 0 or more.')
  const last = (flag: string): string | null => flags.get(flag)?.at(-1) ?? null
  return {
    ok: true,
    arguments: {
      file,
      broker: last('--broker'),
      workers: flags.get('--worker')?.map(workerOf) ?? null,
      cluster: last('--cluster'),
      seed,
      json: last('--json'),
    },
  }
}

/** A file that describes a cluster; its text is null where it was named and is not there. */
export interface ClusterFile {
  readonly name: string
  readonly text: string | null
}

export type SandboxCluster =
  | { readonly ok: true; readonly cluster: ClusterSpec }
  | { readonly ok: false; readonly problem: string }

/** The cluster that a program runs in: the command line's words, then those of its file, then the usual. */
export function sandboxCluster(
  { broker, workers }: Pick<SandboxArguments, 'broker' | 'workers'>,
  app: string,
  file: ClusterFile | null,
): SandboxCluster {
  if (file !== null && file.text === null) return fail(`There is no file ${file.name}.`)
  const told = { ...(broker === null ? {} : { broker }), ...(workers === null ? {} : { workers }) }
  const read = file?.text == null ? {} : recordOf(file.text)
  if (typeof read === 'string') return fail(`${file?.name ?? ''}: ${read}`)
  const usual = { backend: 'source', app, workers: [workerOf('w1 -c 2')] }
  const parsed = parseClusterSpec({ ...usual, ...read, ...told })
  if (parsed.ok) return { ok: true, cluster: parsed.spec }
  return fail(
    parsed.problems
      .map(({ path, sentence }) => {
        const where = Object.hasOwn(told, path.split(/[.[]/u)[0] ?? '') ? '' : (file?.name ?? '')
        return [where, path, sentence].filter((part) => part !== '').join(': ')
      })
      .join('\n'),
  )
}

/** The settings in a YAML text, or what is wrong with it. */
function recordOf(text: string): object | string {
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  if (value === null || value === undefined) return {}
  return typeof value === 'object' && !Array.isArray(value)
    ? value
    : 'A cluster is a list of settings such as broker, workers and services.'
}

/** `w1 -c 2 -Q a,b`: the name, then the options as on Celery's own command line. */
function workerOf(text: string): WorkerWords {
  const [name = '', ...options] = text.trim().split(/\s+/)
  return { name, options: options.join(' ') }
}
