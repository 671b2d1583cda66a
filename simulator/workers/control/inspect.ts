import { EPOCH_UNIX_SECONDS, toIso } from '../../kernel/clock.ts'
import { toSeconds } from '../../kernel/units.ts'
import {
  asText,
  fromNumber,
  isTruthy,
  type Json,
  type JsonObject,
  sequenceItems,
} from '../../messages/json.ts'
import { pyrepr } from '../../messages/repr.ts'
import type { RequestState } from '../../world/state.ts'
import { censored } from './censored.ts'
import { type Called, type Command, listed, ok } from './command.ts'
import { reservedRequests } from './revoke.ts'
import { shownName } from '../request-context.ts'

/** A request as `Request.info()` describes it (rule 3.65). */
function info({ world, worker, args }: Called, request: RequestState): Json {
  const { context } = request
  const running = worker.pool
    .map((index) => world.process(index))
    .find(({ execution }) => execution?.request === request.index)
  const started = running?.execution?.startedAt
  const safe = isTruthy(args['safe'])
  return {
    id: context.id,
    name: shownName(context),
    args: safe ? (context['argsrepr'] ?? null) : context.args,
    kwargs: safe ? (context['kwargsrepr'] ?? null) : context.kwargs,
    type: context.task,
    hostname: worker.hostname,
    time_start: started === undefined ? null : time(EPOCH_UNIX_SECONDS + toSeconds(started)),
    acknowledged: request.acknowledged,
    delivery_info: context['delivery_info'] ?? null,
    worker_pid: running?.pid ?? null,
  }
}

/** A moment is a float in Python, whole or not. */
function time(value: number): Json {
  const json = fromNumber(value)
  return typeof json === 'number' ? { $num: `${json}.0` } : json
}

const isActive = ({ world, worker }: Called, { index }: RequestState): boolean =>
  worker.pool.some((process) => world.process(process).execution?.request === index)

const active: Command = (called) =>
  reservedRequests(called)
    .filter((request) => isActive(called, request))
    .map((request) => info(called, request))

/** Handed to the pool and not running yet; what waits for an ETA or a rate limit is not in it (rule 3.16). */
const reserved: Command = (called) =>
  reservedRequests(called)
    .filter((request) => !isActive(called, request))
    .map((request) => info(called, request))

const scheduled: Command = (called) => {
  const { world, worker } = called
  return worker.held
    .map((index) => world.request(index))
    .toSorted((a, b) => (a.eta ?? 0) - (b.eta ?? 0))
    .map((request) => ({
      eta: toIso(request.eta ?? world.now),
      priority: 6,
      request: info(called, request),
    }))
}

const revoked: Command = ({ worker }) => Object.keys(worker.revoked)

/** Attributes that `registered` shows unless others are asked for. */
const SHOWN = ['exchange', 'routing_key', 'rate_limit'] as const

/** Names of tasks, with what their decorator set; those of Celery itself only with `builtins`. */
const registered: Command = ({ worker, main, args }) => {
  const asked = sequenceItems(args['taskinfoitems'] ?? null)?.map(asText) ?? []
  const items = asked.length > 0 ? asked : SHOWN
  return Object.keys(main.app.tasks)
    .filter((name) => isTruthy(args['builtins']) || !name.startsWith('celery.'))
    .toSorted()
    .map((name) => {
      const options = main.app.tasks[name]?.options ?? {}
      const fields = items.flatMap((item) => {
        const own = item === 'rate_limit' ? worker.tuning.rates[name] : undefined
        const value = own ?? options[item] ?? attribute(item, main.app.settings)
        return value === null ? [] : [`${item}=${shown(value)}`]
      })
      return fields.length === 0 ? name : `${name} [${fields.join(' ')}]`
    })
}

/** Settings that give a task the attribute of another name (rule 2.25), and what they are unless set. */
const FROM_SETTINGS: { readonly [attribute: string]: readonly [setting: string, unset: Json] } = {
  acks_late: ['task_acks_late', false],
  acks_on_failure_or_timeout: ['task_acks_on_failure_or_timeout', true],
  ignore_result: ['task_ignore_result', false],
  priority: ['task_default_priority', null],
  rate_limit: ['task_default_rate_limit', null],
  reject_on_worker_lost: ['task_reject_on_worker_lost', null],
  serializer: ['task_serializer', 'json'],
  store_eager_result: ['task_store_eager_result', false],
  store_errors_even_if_ignored: ['task_store_errors_even_if_ignored', false],
  track_started: ['task_track_started', false],
}

/** Attributes of every task that says nothing else (rules 4.20, 4.30, 4.43). */
const OF_EVERY_TASK: { readonly [attribute: string]: Json } = {
  default_retry_delay: 180,
  max_retries: 3,
  send_events: true,
  trail: true,
  typing: true,
}

/** An attribute that a task has without naming it. */
function attribute(name: string, settings: JsonObject): Json {
  const named = FROM_SETTINGS[name]
  if (named === undefined) return OF_EVERY_TASK[name] ?? null
  const [setting, unset] = named
  return settings[setting] ?? unset
}

const shown = (value: Json): string => (typeof value === 'string' ? value : pyrepr(value))

/** What a worker knows of ids: `active`, `reserved`, or `ready` where it has just ended (rule 3.65). */
const queryTask: Command = (called) => {
  const wanted = listed(called.args['ids']).map(asText)
  const found: { [id: string]: Json } = {}
  for (const request of reservedRequests(called)) {
    const { id } = request.context
    if (wanted.includes(id))
      found[id] = [isActive(called, request) ? 'active' : 'reserved', info(called, request)]
  }
  return found
}

/** The settings that the program and the start of the worker have set, secrets hidden. */
const conf: Command = ({ world, worker, main }) =>
  censored({
    ...main.app.settings,
    deprecated_settings: null,
    include: ['celery.app.builtins', world.cluster.app],
    worker_disable_prefetch: worker.options.disablePrefetch,
  })

const report: Command = ({ world, main }) =>
  ok(
    [
      '',
      'software -> celery:5.6.3 (recovery) kombu:5.6.2 py:3.14',
      '            billiard:4.2.4',
      'platform -> system:Linux arch:64bit',
      `settings -> transport:${world.cluster.broker} results:${asText(main.app.settings['result_backend']) || 'disabled'}`,
      '',
      ...Object.entries(censored(main.app.settings)).map(
        ([name, value]) => `${name}: ${pyrepr(value)}`,
      ),
      '',
    ].join('\n'),
  )

const clock: Command = ({ worker }) => ({ clock: worker.clock })

/** Commands that look and change nothing. */
export const INSPECT_COMMANDS = {
  active,
  dump_active: active,
  reserved,
  dump_reserved: reserved,
  scheduled,
  dump_schedule: scheduled,
  revoked,
  dump_revoked: revoked,
  registered,
  dump_tasks: registered,
  query_task: queryTask,
  conf,
  dump_conf: conf,
  report,
  clock,
} as const satisfies { readonly [method: string]: Command }
