import type { Log } from '../../simulator/index.ts'
import type {
  CallRecord,
  EffectRecord,
  OutageRecord,
  RequestRecord,
  TaskRecord,
} from './run-record.ts'

/** What has been read of calls to services. */
export interface ServiceDraft {
  readonly calls: CallRecord[]
  readonly effects: EffectRecord[]
  readonly outages: OutageRecord[]
  readonly requests: RequestRecord[]
  /** By actor: the call that it waits for. */
  readonly open: Map<number, CallRecord>
}

/** Nothing yet. */
export const newServiceDraft = (): ServiceDraft => ({
  calls: [],
  effects: [],
  outages: [],
  requests: [],
  open: new Map(),
})

/** Reads a row about a call, a service, or the waiting of a body. */
export function readService(
  { calls, effects, outages, requests, open }: ServiceDraft,
  log: Log,
  row: number,
  task: TaskRecord | null,
): void {
  const kind = log.kindAt(row)
  const time = log.timeAt(row)
  const actor = log.actorAt(row)
  const name = log.actors[actor]?.name ?? ''
  if (kind === 'body-parked') {
    const { on } = log.detail(row, kind)
    if (on.kind !== 'service') return
    const { service, call, subject } = on
    const made = {
      task,
      service,
      call,
      subject,
      from: time,
      to: Infinity,
      outcome: null,
      code: null,
    }
    calls.push(made)
    open.set(actor, made)
  } else if (kind === 'service-answered') {
    const { outcome, code } = log.detail(row, kind)
    const answered = open.get(actor)
    if (answered !== undefined) Object.assign(answered, { outcome, code, to: time })
    open.delete(actor)
  } else if (kind === 'process-ended') {
    const given = open.get(actor)
    if (given !== undefined) given.to = time
    open.delete(actor)
  } else if (kind === 'service-effect')
    effects.push({ time, service: name, task, ...log.detail(row, kind) })
  else if (kind === 'request-ended')
    requests.push({ time, service: name, ...log.detail(row, kind) })
  else if (kind === 'service-away')
    outages.push({ service: name, from: time, to: log.detail(row, kind).until })
}
