import type { WorkerState } from '../../world/worker-state.ts'
import { eventlet, gevent } from './greenlets.ts'
import type { PoolName } from '../../cluster/pools.ts'
import type { Pool } from './pool.ts'
import { prefork } from './prefork.ts'
import { solo } from './solo.ts'
import { threads } from './threads.ts'

/** Every pool by its name. */
export const POOLS: Readonly<Record<PoolName, Pool>> = { prefork, threads, solo, gevent, eventlet }

/** The pool of a worker. */
export const poolOf = ({ options }: WorkerState): Pool => POOLS[options.pool]
