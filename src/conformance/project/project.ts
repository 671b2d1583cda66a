import { pyrepr } from '../../../simulator/index.ts'
import type { Entry, Log } from '../../../simulator/index.ts'
import { readHeader } from '../trace/header.ts'
import { asObject } from '../trace/json.ts'
import type { ValueObject } from '../trace/json.ts'
import type { Recorded, ScenarioInput } from '../trace/trace.ts'
import { projectRabbit, projectRedis } from './broker-end.ts'
import { projectEvents } from './events.ts'
import { projectMessages } from './messages.ts'
import type { Names } from './names.ts'
import { projectOrder, projectPrefetch, projectStartedOn } from './order.ts'
import { nameIds, publications } from './publications.ts'
import { isAcknowledgement, projectTasks } from './tasks.ts'
import { projectTopology } from './topology.ts'
import { projectWorkerLog } from './worker-log.ts'

/**
 * Reads off a log what the recorder saw of a real run, in the format of the recordings. It is given the
 * scenario's set-up and the log, never what was recorded.
 */
export function project(input: ScenarioInput, log: Log): Recorded {
  const { entries, afterwards } = seen(input, log)
  const found = publications(entries)
  const { ordered, names } = nameIds(found, entries)
  const workers = input.workers.map(({ name }) => name)
  const topology = projectTopology(entries)
  const { lists: _, ...declared } = topology
  const onRedis = input.broker === 'redis'
  const recorded = withoutNameless(entries)
  return {
    main: projectMain(entries, names),
    messages: projectMessages(ordered, names),
    tasks: projectTasks(recorded, {
      names,
      ordered,
      start: found[0]?.at ?? firstEagerStart(entries),
      storesSeen: input.backend === 'redis' || input.backend === 'source',
      afterwards,
    }),
    order: projectOrder(recorded, found, names),
    started_on: projectStartedOn(entries, workers, names),
    prefetch_updates: projectPrefetch(entries, workers),
    worker_log: projectWorkerLog(
      entries,
      input.beat === null ? workers : [...workers, 'beat'],
      names,
    ),
    events: projectEvents(entries, names),
    broker_end: asObject(
      names.value(onRedis ? projectRedis(entries, topology) : projectRabbit(entries, topology)),
    ),
    topology: onRedis ? null : names.value(declared),
  }
}

/** The recorder names what a worker settles by the id in a message's headers, which protocol 1 has not (rule 1.17). */
function withoutNameless(entries: readonly Entry[]): readonly Entry[] {
  const nameless = new Set(
    entries.map((entry) =>
      entry.kind === 'message-published' && entry.detail.message.protocol === 1 ? entry.task : null,
    ),
  )
  if (nameless.size === 1 && nameless.has(null)) return entries
  return entries.filter((entry) => !isAcknowledgement(entry) || !nameless.has(entry.task))
}

/** Where nothing was published the recorder counted from the first start. */
function firstEagerStart(entries: readonly Entry[]): number {
  const first = entries.find(({ kind }) => kind === 'eager-started')
  return first === undefined ? 0 : first.time / 1e6
}

interface Seen {
  readonly entries: readonly Entry[]
  readonly afterwards: readonly Entry[]
}

/** The recorder looked until `settle` after the end of main(), or to the very end where that is the subject. */
function seen(input: ScenarioInput, log: Log): Seen {
  const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
  const { settle, keep } = readHeader(input.source)
  const end = entries.find(({ kind }) => kind === 'program-ended' || kind === 'program-failed')
  if (end === undefined || keep === 'shutdown') return { entries, afterwards: [] }
  const last = end.time + settle * 1e6
  return {
    entries: entries.filter(({ time }) => time <= last),
    afterwards: entries.filter(({ time }) => time > last),
  }
}

function projectMain(entries: readonly Entry[], names: Names): ValueObject {
  const printed = printedLines(entries).map((line) => names.text(line))
  const ended = entries.find(({ kind }) => kind === 'program-ended')
  if (ended?.kind === 'program-ended')
    return { returned: names.value(ended.detail.returned), error: null, printed }
  const failed = entries.find(({ kind }) => kind === 'program-failed')
  if (failed?.kind !== 'program-failed')
    return { returned: null, error: { type: 'no main_end' }, printed }
  const { type, args } = failed.detail.error
  return {
    returned: null,
    error: { type, args: args.map((arg) => names.text(pyrepr(arg))) },
    printed,
  }
}

/** The lines that main()'s process printed: a fact is a line, or several. */
function printedLines(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) =>
    entry.kind === 'printed' && entry.actor.kind === 'client' && entry.detail.stream === 'stdout'
      ? entry.detail.text.replace(/\n$/, '').split('\n')
      : [],
  )
}
