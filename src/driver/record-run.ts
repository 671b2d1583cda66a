import type { ClusterSpec, Log } from '../../simulator/index.ts'
import { readRun } from '../../labs/checks/read-run.ts'
import { curveOf } from '../../labs/checks/requests.ts'
import type { RunRecord } from '../../labs/checks/run-record.ts'
import { brokenBound } from '../../labs/judge.ts'
import type { Lab } from '../../labs/lab.ts'
import type { Program } from '../../labs/parse-solution.ts'
import type { Python } from '../python/python.ts'
import { truthsOf } from './cells.ts'
import type { Reins } from './drive.ts'
import type { RunSpec } from './run-spec.ts'
import { runProgram } from './run-program.ts'

/** Runs a program of a lab from a seed and reads what checks look at; throws where it was stopped. */
export async function recordRun(
  lab: Lab,
  program: Program,
  seed: number,
  python: Python | null,
  reins: Reins = {},
  course: RunSpec['course'] = [],
): Promise<RunRecord> {
  return (await recordLog(lab, program, seed, python, reins, course)).record
}

const machinesOf = ({ machines = [] }: ClusterSpec): RunRecord['machines'] =>
  machines.map(({ name, cores, price = 0 }) => ({ name, cores, price }))

/** The same, with the log that it was read from. */
export async function recordLog(
  lab: Lab,
  { files, cluster, actions, answers }: Program,
  seed: number,
  python: Python | null,
  reins: Reins = {},
  course: RunSpec['course'] = [],
): Promise<{ readonly record: RunRecord; readonly log: Log }> {
  const { client, limits } = lab
  const spec = { files, cluster, client, actions, limits, seed, course }
  const { log, ending } = await runProgram(spec, python, reins)
  if (ending.kind === 'stopped') throw new Error('Checking was stopped.')
  const record = { ...readRun(log), machines: machinesOf(cluster) }
  const cut = ending.kind === 'limit' || ending.kind === 'failed' ? ending.sentence : null
  const truths = await truthsOf(lab, seed, python, reins)
  const curves = Object.fromEntries(
    lab.asks.flatMap((item) => (item.kind === 'curve' ? [[item.id, curveOf(item, record)]] : [])),
  )
  const trouble = record.trouble ?? cut ?? brokenBound(lab, record)
  return { record: { ...record, asks: lab.asks, answers, truths, curves, trouble }, log }
}
