import type { Action, ClusterSpec, LoadSpec, WorkerSpec } from '../../simulator/index.ts'
import type { Files } from '../lab.ts'

/** What a run of a lab is made from, besides its seed. */
export interface Parts {
  readonly files: Files
  readonly cluster: ClusterSpec
  readonly actions: readonly Action[]
}

/** How much is left of a run that was made smaller: plain data, so that a smaller run can be told and made again. */
export interface Size {
  /** Indices of the actions that are left out. */
  readonly dropped: readonly number[]
  /** Of an action that is drawn for each boundary: those that are left to it. */
  readonly only: readonly { readonly action: number; readonly boundaries: readonly string[] }[]
  readonly outages: readonly { readonly service: string; readonly outage: number }[]
  readonly constants: readonly Constant[]
  /** By what the rates of loads are divided. */
  readonly load: number
  /** Indices of the loads that are left out. */
  readonly loads: readonly number[]
  readonly workers: readonly string[]
  readonly processes: readonly { readonly worker: string; readonly count: number }[]
}

/** A number that a file of the lab sets: `ORDERS = 40`. */
export interface Constant {
  readonly file: string
  readonly name: string
  readonly value: number
}

/** The run as it is. */
export const WHOLE: Size = {
  dropped: [],
  only: [],
  outages: [],
  constants: [],
  load: 1,
  loads: [],
  workers: [],
  processes: [],
}

/** A run of a size. What a size speaks of and the parts do not have is left alone: a starter differs. */
export const sized = ({ files, cluster, actions }: Parts, size: Size): Parts => ({
  files: size.constants.reduce(withConstant, files),
  cluster: sizedCluster(cluster, size),
  actions: actions.flatMap((action, index) =>
    size.dropped.includes(index) ? [] : [narrowed(action, index, size)],
  ),
})

function narrowed(action: Action, index: number, { only }: Size): Action {
  const left = only.find((one) => one.action === index)
  const { on } = action
  if (left === undefined || on.kind !== 'effect' || !isDrawn(on.nth)) return action
  return { ...action, on: { ...on, nth: { ...on.nth, only: left.boundaries } } }
}

type Nth = Extract<Action['on'], { kind: 'effect' }>['nth']

/** Is this drawn for each boundary? */
export const isDrawn = (nth: Nth): nth is Extract<Nth, { chance: number }> =>
  typeof nth !== 'number' && 'chance' in nth

function sizedCluster(cluster: ClusterSpec, size: Size): ClusterSpec {
  const { services, load } = cluster
  return {
    ...cluster,
    workers: cluster.workers
      .filter(({ name }) => !size.workers.includes(name))
      .map((worker) => sizedWorker(worker, size)),
    ...(services === undefined
      ? {}
      : {
          services: services.map((service) => ({
            ...service,
            outages: service.outages.filter(
              (_, index) =>
                !size.outages.some((one) => one.service === service.name && one.outage === index),
            ),
          })),
        }),
    ...(load === undefined
      ? {}
      : {
          load: load.flatMap((one, index) =>
            size.loads.includes(index) ? [] : [thinned(one, size.load)],
          ),
        }),
  }
}

/** The option of `celery worker` that says how many processes there are. */
const PROCESSES = /(^|\s)(-c|--concurrency)(\s+|=)?(\d+)/u

/** How many processes a worker asks for; null where it does not say. */
export function processesOf({ options }: WorkerSpec): number | null {
  const found = PROCESSES.exec(options)?.[4]
  return found === undefined ? null : Number(found)
}

function sizedWorker(worker: WorkerSpec, { processes }: Size): WorkerSpec {
  const count = processes.find((one) => one.worker === worker.name)?.count
  if (count === undefined) return worker
  const options = worker.options.replace(
    PROCESSES,
    (_all, before: string, flag: string) => `${before}${flag} ${count}`,
  )
  return { ...worker, options }
}

function thinned(load: LoadSpec, by: number): LoadSpec {
  if (by === 1) return load
  const { shape } = load
  if (shape.kind === 'bursts')
    return { ...load, shape: { ...shape, size: Math.max(1, Math.floor(shape.size / by)) } }
  if (shape.kind === 'replay')
    return { ...load, shape: { ...shape, times: shape.times.filter((_, at) => at % by === 0) } }
  if (shape.kind !== 'daily') return { ...load, shape: { ...shape, rate: shape.rate / by } }
  const points = shape.points.map(([hour, rate]) => [hour, rate / by] as const)
  return { ...load, shape: { ...shape, points } }
}

const lineOf = (name: string): RegExp => new RegExp(`^(${name} *= *)(\\d+(?: *\\* *\\d+)*)`, 'mu')

/** A constant as a file has it, `8 * 60` being 480; null where no such line is in it. */
export function constantIn(files: Files, file: string, name: string): number | null {
  const written = lineOf(name).exec(files[file] ?? '')?.[2]
  return written === undefined
    ? null
    : written.split('*').reduce((all, one) => all * Number(one), 1)
}

function withConstant(files: Files, { file, name, value }: Constant): Files {
  const text = files[file]
  if (text === undefined) return files
  return { ...files, [file]: text.replace(lineOf(name), `$1${value}`) }
}
