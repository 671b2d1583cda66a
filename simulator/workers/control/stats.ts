import type { BrokerName } from '../../cluster/spec.ts'
import { toSeconds } from '../../kernel/units.ts'
import { isObject, type Json, type JsonObject } from '../../messages/json.ts'
import { reservedCount } from '../../world/delivery.ts'
import { poolOf } from '../pools/index.ts'
import { livingProcesses } from '../pools/size.ts'
import type { Called, Command } from './command.ts'

/** `stats` (rule 3.65). What only a machine has, its memory say, reads 0. */
const stats: Command = (called) => {
  const { world, worker, main } = called
  const { autoscale } = worker.tuning
  return {
    total: { ...worker.totals },
    pid: main.pid,
    clock: String(worker.clock),
    uptime: Math.floor(toSeconds(world.now - worker.startedAt)),
    pool: pool(called),
    broker: broker(called),
    prefetch_count: worker.prefetch,
    rusage: RUSAGE,
    ...(autoscale === null
      ? {}
      : {
          autoscaler: {
            max: autoscale.max,
            min: autoscale.min,
            current: worker.concurrency,
            qty: reservedCount(world, worker),
          },
        }),
  }
}

/** `max-concurrency` is what the pool started with, whatever became of it (documented otherwise). */
function pool(called: Called): Json {
  const { worker, main } = called
  const { implementation, unit } = poolOf(worker)
  const common = { implementation, 'max-concurrency': worker.tuning.limit }
  if (unit === 'greenlet') return common
  if (unit === 'thread') return { ...common, threads: Math.min(worker.tuning.limit, worker.jobs) }
  if (unit === 'process') return { ...common, ...processes(called) }
  return {
    ...common,
    processes: [main.pid],
    'max-tasks-per-child': null,
    'put-guarded-by-semaphore': true,
    timeouts: [],
  }
}

function processes({ world, worker }: Called): JsonObject {
  const { maxTasks, softTimeLimit, timeLimit } = worker.tuning
  return {
    processes: livingProcesses(world, worker).map(({ pid }) => pid),
    'max-tasks-per-child': maxTasks === 0 ? 'N/A' : maxTasks,
    'put-guarded-by-semaphore': false,
    timeouts: [softTimeLimit ?? 0, timeLimit ?? 0],
    writes: {
      total: 0,
      avg: '0.00',
      all: '',
      raw: '',
      strategy: 'fair',
      inqueues: { total: 0, active: 0 },
    },
  }
}

/** How each broker is reached, as kombu tells it. */
const REACHED = {
  redis: { transport: 'redis', virtual_host: '0', port: 6379 },
  rabbitmq: { transport: 'amqp', virtual_host: '/', port: 5672 },
  memory: { transport: 'memory', virtual_host: '/', port: null },
  sqs: { transport: 'sqs', virtual_host: '/', port: null },
} as const satisfies Record<BrokerName, Json>

function broker({ world, main }: Called): Json {
  const options = main.app.settings['broker_transport_options']
  const amqp = world.cluster.broker === 'rabbitmq'
  const { transport, virtual_host, port } = REACHED[world.cluster.broker]
  return {
    hostname: transport === 'memory' ? 'localhost' : 'sim',
    userid: amqp ? 'guest' : null,
    virtual_host,
    port,
    insist: false,
    ssl: false,
    transport,
    connect_timeout: 4,
    transport_options: isObject(options) ? options : {},
    login_method: amqp ? 'PLAIN' : null,
    uri_prefix: null,
    heartbeat: { $num: amqp ? '120.0' : '0.0' },
    failover_strategy: 'round-robin',
    alternates: [],
    credential_provider: null,
  }
}

const RUSAGE = {
  utime: { $num: '0.0' },
  stime: { $num: '0.0' },
  maxrss: 0,
  ixrss: 0,
  idrss: 0,
  isrss: 0,
  minflt: 0,
  majflt: 0,
  nswap: 0,
  inblock: 0,
  oublock: 0,
  msgsnd: 0,
  msgrcv: 0,
  nsignals: 0,
  nvcsw: 0,
  nivcsw: 0,
} as const

/** What a worker counts of itself. */
export const STATS_COMMANDS = { stats } as const satisfies { readonly [method: string]: Command }
