import { toNumber } from '../../messages/json.ts'
import { changePrefetch } from '../../world/prefetch.ts'
import { poolOf } from '../pools/index.ts'
import { growPool, shrinkPool } from '../pools/size.ts'
import { type Called, type Command, ok, raised, refusal } from './command.ts'

const count = ({ args }: Called): number => Math.max(0, toNumber(args['n']) ?? 1)

/** `pool_grow` (rules 3.43, 3.66): the prefetch count grows with the pool. */
const poolGrow: Command = (called) => {
  const { world, worker } = called
  const { tuning } = worker
  if (tuning.autoscale !== null) return byAutoscale('pool_grow')
  if (!poolOf(worker).resizes) return hasNot(called, 'grow')
  growPool(world, worker, count(called))
  changePrefetch(world, worker, count(called) * tuning.multiplier)
  return ok('pool will grow')
}

/** `pool_shrink`: only idle processes go. */
const poolShrink: Command = (called) => {
  const { world, worker } = called
  const { tuning } = worker
  if (tuning.autoscale !== null) return byAutoscale('pool_shrink')
  if (!poolOf(worker).resizes) return hasNot(called, 'shrink')
  if (!shrinkPool(world, worker, count(called)))
    return raised(called, 'ValueError', "Can't shrink pool. All processes busy!")
  changePrefetch(world, worker, -count(called) * tuning.multiplier)
  return ok('pool will shrink')
}

const hasNot = (called: Called, method: string) =>
  raised(called, 'AttributeError', `'TaskPool' object has no attribute '${method}'`)

const byAutoscale = (command: string) =>
  refusal(`${command} is not supported with autoscale. Adjust autoscale range instead.`)

/** `autoscale`: the range changes, and the prefetch count with its maximum (rule 3.43). */
const autoscale: Command = (called) => {
  const { world, worker, args } = called
  const { tuning } = worker
  if (tuning.autoscale === null) return raised(called, 'ValueError', 'Autoscale not enabled')
  const before = tuning.autoscale.max
  const max = toNumber(args['max']) ?? before
  const min = toNumber(args['min']) ?? tuning.autoscale.min
  tuning.autoscale.max = max
  tuning.autoscale.min = min
  const excess = worker.concurrency - max
  if (excess > 0) shrinkPool(world, worker, excess)
  if (worker.concurrency < min) growPool(world, worker, min - worker.concurrency)
  changePrefetch(world, worker, (max - before) * tuning.multiplier)
  return ok(`autoscale now max=${max} min=${min}`)
}

/** `pool_restart` needs `worker_pool_restarts`, which is not simulated. */
const poolRestart: Command = (called) => raised(called, 'ValueError', 'Pool restarts not enabled')

/** Commands about the size of the pool. */
export const POOL_COMMANDS = {
  pool_grow: poolGrow,
  pool_shrink: poolShrink,
  autoscale,
  pool_restart: poolRestart,
} as const satisfies { readonly [method: string]: Command }
