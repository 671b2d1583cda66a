import { UTC, zoneNamed } from './beat/zones.ts'
import { parseField } from './beat/cron-field.ts'
import { crontab } from './beat/crontab.ts'
import { isEntryDue, entryRemaining, readSchedule } from './beat/entry.ts'
import {
  cloneSignature,
  combine,
  constructCanvas,
  freezeSignature,
  linkSignature,
} from './canvas/construct.ts'
import { check } from './canvas/publish.ts'
import { replaceTask, REPLACED } from './canvas/replace.ts'
import { assert } from './kernel/assert.ts'
import { type Micros, seconds } from './kernel/units.ts'
import type { LogLevel } from './log/facts.ts'
import { isPythonError, orPythonError } from './messages/python-error.ts'
import { isWhole } from './messages/signature.ts'
import type { PythonError, TellName, Tells, Unsettled } from './program.ts'
import { route } from './routing/router.ts'
import { withPid } from './workers/kills.ts'
import { retryTask } from './workers/retry.ts'
import { ownPublish } from './world/own-messages.ts'
import { openControl } from './world/control.ts'
import { collected } from './world/collector.ts'
import { holdCall, release } from './world/held.ts'
import { useReplyQueue } from './world/reply-queue.ts'
import { noteEffect } from './world/services.ts'
import { maySendingFail } from './world/settled.ts'
import { applySignature, canvasContext, requestOf, sendAll } from './world/publishing.ts'
import type { ProcessState } from './world/state.ts'
import type { Act } from './world/steps.ts'
import type { World } from './world/world.ts'

/** Hears one tell; `at` is the body's local time. */
type Hearers = {
  readonly [N in TellName]: (
    world: World,
    process: ProcessState,
    say: Tells[N]['say'],
    at: Micros,
  ) => Tells[N]['hear']
}

const NOTHING = {} as const

/** A pool process is a fork: what its module does while it is imported was done by the parent already. */
const isMuted = (world: World, process: ProcessState): boolean =>
  process.kind === 'process' && world.question?.kind === 'load'

const TO_BACKEND: ReadonlySet<Act['do']> = new Set([
  'store',
  'forget',
  'clean-up',
  'save-group',
  'grow-chord',
  'start-chord',
])

/** Whoever writes them waits for nothing. */
const FREE: ReadonlySet<Act['do']> = new Set(['ledger', 'datagram'])

function effect(world: World, process: ProcessState, act: Act, at: Micros): typeof NOTHING {
  if (isMuted(world, process)) return NOTHING
  const cost = TO_BACKEND.has(act.do) ? world.costs.backend : world.costs.print
  world.step(process, act, FREE.has(act.do) ? 0 : cost, at)
  return NOTHING
}

const HEARERS: Hearers = {
  conf(_world, process, { main, settings }) {
    if (process.kind !== 'process') {
      process.app.main = main
      process.app.settings = { ...process.app.settings, ...settings }
    }
    return NOTHING
  },
  tasks(_world, process, { definitions, changed = false }) {
    const { tasks } = process.app
    for (const definition of definitions)
      if (changed) tasks[definition.name] = definition
      else tasks[definition.name] ??= definition
    return NOTHING
  },
  print(world, process, say, at) {
    effect(world, process, { do: 'print', ...say }, at)
    for (const datagram of collected(world, say.text))
      effect(world, process, { do: 'datagram', ...datagram }, at)
    return NOTHING
  },
  datagram: (world, process, say, at) => effect(world, process, { do: 'datagram', ...say }, at),
  // A worker's log lines do not name the logger (`worker_log_format`).
  log: (world, process, { level, text }, at) =>
    effect(world, process, { do: 'log', level: level as LogLevel, text }, at),
  loglevel: (world, { worker }) => ({
    level: (worker < 0 ? null : world.worker(worker).options.loglevel) ?? 'INFO',
  }),
  ledger(world, process, { service, ...changed }, at) {
    noteEffect(world, process, service, changed)
    return effect(world, process, { do: 'ledger' }, at)
  },
  event: (world, process, say, at) => effect(world, process, { do: 'event', ...say }, at),
  send,
  note(world, process, say, at) {
    if ('text' in say) return effect(world, process, { do: 'note', text: say.text }, at)
    const { mistake, slots } = say
    const line = say.at ? { at: say.at } : {}
    return effect(world, process, { do: 'note-mistake', mistake, slots, ...line }, at)
  },
  apply(world, process, say, at) {
    const whole = isWhole(say.signature)
    if (isMuted(world, process))
      return { result: null, ...(whole ? { signature: say.signature } : {}) }
    if (say.held === true) return holdCall(world, process, say, at)
    const applied = applySignature(world, process, say, at)
    if (isPythonError(applied)) return applied
    const { result, signature } = applied
    return whole ? { result, signature } : { result }
  },
  release: (world, process, { index, changed, at: line }, at) =>
    release(world, process, index, changed, at, line) ?? NOTHING,
  or: (_world, process, { left, right }) => combine(left, right, process.app.settings),
  canvas: (_world, process, say) => constructCanvas(say, process.app.settings),
  clone: (_world, _process, say) => cloneSignature(say),
  link: (_world, process, say) => linkSignature(say, process.app.settings),
  freeze: (world, process, say, at) => freezeSignature(say, canvasContext(world, process, at)),
  retry: retryTask,
  replace,
  store(world, process, { id, state, result, at: line }, at) {
    const request = requestOf(world, process)
    const own = { ...(request?.id === id ? { request } : {}), ...(line ? { at: line } : {}) }
    return effect(world, process, { do: 'store', write: { id, state, result, ...own } }, at)
  },
  cleanup: (world, process, _say, at) => effect(world, process, { do: 'clean-up' }, at),
  forget: (world, process, { id }, at) => effect(world, process, { do: 'forget', id }, at),
  'save-group': (world, process, { id, tuple }, at) =>
    effect(world, process, { do: 'save-group', id, tuple }, at),
  'open-chord': (world, process, { group, size, body }, at) =>
    effect(world, process, { do: 'start-chord', group, size, body, header: null }, at),
  'unlock-chord': (world, process, { group, body }, at) =>
    effect(world, process, { do: 'unlock-chord', group, body }, at),
  'fail-chord': (world, process, { group, body, error, cause }, at) =>
    effect(world, process, { do: 'fail-chord', group, body, error, cause }, at),
  'grow-chord': (world, process, { group }, at) =>
    effect(world, process, { do: 'grow-chord', group }, at),
  eager: (world, process, say, at) => effect(world, process, { do: 'eager', ...say }, at),
  control,
  crontab: (_world, _process, { fields }) =>
    orPythonError(() => {
      const { minute, hour, dayOfWeek, dayOfMonth, monthOfYear } = crontab(fields)
      const [day_of_week, day_of_month, month_of_year] = [dayOfWeek, dayOfMonth, monthOfYear]
      return { members: { minute, hour, day_of_week, day_of_month, month_of_year } }
    }),
  check: (_world, { app }, { task: name, args, kwargs }) =>
    orPythonError(() => {
      const task = app.tasks[name]
      if (task !== undefined) check({ args, kwargs }, task, app)
      return NOTHING
    }),
  route: (_world, { app }, { name, options }) =>
    orPythonError(() => {
      const { queue, options: left } = route(app.settings, options, name)
      return { queue: queue?.name ?? null, options: left }
    }),
  cronField: (_world, _process, { field, max, min }) =>
    orPythonError(() => ({ members: parseField(field, { least: min, count: max }) })),
  due: (_world, _process, { schedule, last, lastZone, now, nowZone, zone: name, deadline }) =>
    orPythonError(() => {
      const found = readSchedule(schedule)
      assert(
        found !== null && found.kind !== 'own',
        'Python tells of schedules that the simulation has',
      )
      const zone = zoneNamed(name) ?? UTC
      const latest = deadline === null ? null : seconds(deadline)
      const lastRun = { at: last, zone: zoneNamed(lastZone) ?? UTC }
      const moment = { at: now, zone: zoneNamed(nowZone) ?? UTC }
      const remaining = entryRemaining(found, lastRun, moment, zone)
      return { ...isEntryDue(found, lastRun, moment, zone, latest), remaining }
    }),
  trail(_world, { execution }, { result }) {
    if (execution !== null) execution.children = [...execution.children, result]
    return NOTHING
  },
  oid: (world, process) => ({ oid: useReplyQueue(world, process) }),
  uuid: (world) => ({ uuid: world.uuid() }),
  zone(_world, _process, { name }) {
    const zone = name === UTC.name ? UTC : zoneNamed(name)
    return { zone: zone === null ? null : { at: zone.at, offsets: zone.offsets } }
  },
  listen(_world, { app }, { signal }) {
    if (!app.signals.includes(signal)) app.signals.push(signal)
    return NOTHING
  },
  serializer(_world, { app }, { name, contentType }) {
    app.serializers[name] = contentType
    return NOTHING
  },
  command(_world, { app }, { name }) {
    if (!app.commands.includes(name)) app.commands.push(name)
    return NOTHING
  },
  kill(world, process, { pid, signal }, at) {
    const found = withPid(world, pid) !== null
    if (found) effect(world, process, { do: 'kill', pid, signal }, at)
    return { found }
  },
}

/** A message of the program's own: it leaves as a task's does. */
function send(
  world: World,
  process: ProcessState,
  say: Tells['send']['say'],
  at: Micros,
): Tells['send']['hear'] {
  if (isMuted(world, process)) return NOTHING
  world.step(process, ownPublish(process, say), world.costs.publish, at)
  return NOTHING
}

/** `self.replace`: the signature leaves now; Python ends the body with Ignore (rule 4.39). */
function replace(
  world: World,
  process: ProcessState,
  say: Tells['replace']['say'],
  at: Micros,
): { readonly message: string } | PythonError {
  const request = requestOf(world, process)
  assert(request !== null, 'a replacement happens in a task')
  const context = canvasContext(world, process, Math.max(process.tail, at))
  const applied = orPythonError(() => replaceTask(request, say.signature, context))
  if (isPythonError(applied)) return applied
  return sendAll(world, process, applied, context, at, say.at) ?? { message: REPLACED }
}

/** A control message leaves at the body's local time (rule 3.62). */
function control(
  world: World,
  process: ProcessState,
  { at: line, ...say }: Tells['control']['say'],
  at: Micros,
): Tells['control']['hear'] {
  if (isMuted(world, process)) return { ticket: -1 }
  const ticket = openControl(world, process, say)
  const act = { do: 'control', ticket, ...(line === undefined ? {} : { at: line }) } as const
  world.step(process, act, world.costs.publish, at)
  return { ticket }
}

/** Hears one tell of the process that was asked; `at` is its local time. */
export function hear<N extends TellName>(
  world: World,
  process: ProcessState,
  name: N,
  say: Tells[N]['say'],
  at: Micros,
): Tells[N]['hear'] & Unsettled {
  const heard = HEARERS[name](world, process, say, at)
  if (!SENDING.has(name) || 'messages' in heard || isMuted(world, process) || 'error' in heard)
    return heard
  return maySendingFail(world, process, at) ? { ...heard, unsettled: true } : heard
}

/** What sends messages to the broker. */
const SENDING: ReadonlySet<TellName> = new Set([
  'apply',
  'release',
  'send',
  'retry',
  'replace',
  'control',
])
