/** `npm run sandbox -- run FILE.py`: runs a program headless and prints its results and its log. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { runProgram } from '../driver/run-program.ts'
import { createNodePython } from './node-python.ts'
import {
  type ClusterFile,
  parseSandboxArguments,
  type SandboxArguments,
  sandboxCluster,
  USAGE,
} from './sandbox-arguments.ts'
import { printRun, runAsJson } from './print-run.ts'
import { entryOf } from '../driver/entry.ts'
import { seconds } from '../../simulator/index.ts'

/** A run of the sandbox may take so long in simulated time, and have so many facts. */
const LIMITS = { time: seconds(3600), facts: 500_000 }

async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseSandboxArguments(argv)
  if (!parsed.ok) {
    console.error(`${parsed.problem}\n\n${USAGE}`)
    return 2
  }
  const { file, seed, json } = parsed.arguments
  let files: Record<string, string>
  try {
    files = readProgram(file)
  } catch {
    console.error(`There is no file ${file}, or it cannot be read.`)
    return 2
  }
  const module = basename(file, '.py')
  const described = clusterFile(parsed.arguments)
  const cluster = sandboxCluster(parsed.arguments, module, described)
  if (!cluster.ok) {
    console.error(cluster.problem)
    return 2
  }
  const python = await createNodePython()
  const { log, ending } = await runProgram(
    {
      files,
      client: { module, entry: entryOf(files[basename(file)] ?? '') },
      cluster: cluster.cluster,
      actions: [],
      seed,
      limits: LIMITS,
    },
    python,
  )
  if (json !== null) writeFileSync(json, `${JSON.stringify(runAsJson(log, ending), null, 1)}\n`)
  printRun(log, ending, (line) => console.log(line))
  python.dispose()
  return ending.kind === 'finished' ? 0 : 1
}

/** The file that describes the cluster, where there is one. */
function clusterFile({ file, cluster }: SandboxArguments): ClusterFile | null {
  const name = cluster ?? join(dirname(file), 'cluster.yaml')
  if (existsSync(name)) return { name, text: readFileSync(name, 'utf8') }
  return cluster === null ? null : { name, text: null }
}

/** The file and the other Python files beside it. */
function readProgram(file: string): Record<string, string> {
  const folder = dirname(file)
  const files: Record<string, string> = { [basename(file)]: readFileSync(file, 'utf8') }
  for (const name of readdirSync(folder)) {
    if (extname(name) === '.py' && files[name] === undefined)
      files[name] = readFileSync(join(folder, name), 'utf8')
  }
  return files
}

process.exitCode = await main(process.argv.slice(2))
